
# %% [markdown]
# ## What the head has learned
#
# Three heat maps for each sentence: what is predicted after each place, where each place looks, and what it finds there.

# %%
from html import escape

from IPython.display import HTML, display


def heat_map(title, matrix, rows, columns, decimals):
    low, high = matrix.min().item(), matrix.max().item()

    def cell(value):
        # From light yellow to dark green; the number is black on light and white on dark.
        share = (value - low) / ((high - low) or 1)
        red, green, blue = 255 - 255 * share, 255 - 186 * share, 229 - 188 * share
        ink = "white" if share > 0.6 else "black"
        return f'<td style="background: rgb({red:.0f}, {green:.0f}, {blue:.0f}); color: {ink}">{value:.{decimals}f}</td>'

    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(
        f"<tr><th>{escape(row)}</th>{''.join(cell(value) for value in values)}</tr>"
        for row, values in zip(rows, matrix.tolist())
    )
    display(HTML(f"<table><caption>{escape(title)}, head size {HEAD_SIZE}</caption><tr><th></th>{head}</tr>{body}</table>"))


def figures(sentence):
    with torch.no_grad():
        found = head(tokens[sentence])
    places = [f"{place} {VOCABULARY[token]}" for place, token in enumerate(tokens[sentence])]
    heat_map("Output probabilities", torch.softmax(found["logits"], dim=-1), places, VOCABULARY, 3)
    heat_map("Attention weights", found["attention"], places, places, 2)
    heat_map("Values", found["v"], places, VOCABULARY, 2)


# %% [markdown]
# Compare the places at which the same word stands in two sentences and another one follows: where do they look, and what
# is different there? Look at `head(tokens[0])["q"]` and `["k"]` too: can you say how the weights pick the prediction?
