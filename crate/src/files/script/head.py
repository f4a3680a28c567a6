# %% [markdown]
# # One attention head
#
# A toy head learns sentences, word after word: token and position embeddings, one causal attention head, a skip
# connection, nothing else. A full transformer would have an MLP behind the head.
#
# It prints a line for each logged epoch: `epoch N`, then the loss of each sentence, measured before its step.

# %%
import torch
from torch import nn

# %% [markdown]
# ## Vocabulary
#
# A word is a token, and its place in this list is its id. `<ST>` opens every sentence.

# %%
VOCABULARY = ["<ST>", "the", "man", "chkn", "ordrd", "woman", "beef"]

# %% [markdown]
# ## Sentences
#
# The target of each place is the next token; that of the last place is `<ST>` again.

# %%
SENTENCES = ["man ordrd the chkn", "woman ordrd the beef"]


def tokens_of(sentence):
    return torch.tensor([VOCABULARY.index(word) for word in ["<ST>"] + sentence.split(" ")])


tokens = [tokens_of(sentence) for sentence in SENTENCES]
targets = [sentence.roll(-1) for sentence in tokens]

# %% [markdown]
# ## Sizes and settings
#
# The embedding is as long as the vocabulary, so that the skip connection adds the input to the logits. Each sentence is
# one step of Adam.

# %%
HEAD_SIZE = 20
EPOCHS = 5000
LEARNING_RATE = 0.0001
SEED = 77
DRAW = 1  # which model after seeding
POSITION = True  # whether the position embedding is added
SKIP = True  # whether the skip connection is there
LOG_EVERY = 100
EMBEDDING = len(VOCABULARY)
PLACES = max(len(sentence) for sentence in tokens)

# %% [markdown]
# ## The model
#
# The parts stand in the order in which PyTorch draws their starting weights. The position embedding is drawn even where
# it is left out.


# %%
class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.Xembed = nn.Embedding(len(VOCABULARY), EMBEDDING)
        self.Pos_Embed = nn.Embedding(PLACES, EMBEDDING)
        self.Qmat = nn.Linear(EMBEDDING, HEAD_SIZE, bias=False)
        self.Kmat = nn.Linear(EMBEDDING, HEAD_SIZE, bias=False)
        self.Vmat = nn.Linear(EMBEDDING, len(VOCABULARY), bias=False)

    def forward(self, tokens):
        places = torch.arange(len(tokens))
        x = self.Xembed(tokens)
        if POSITION:
            x = x + self.Pos_Embed(places)
        q, k, v = self.Qmat(x), self.Kmat(x), self.Vmat(x)
        scores = q @ k.T * HEAD_SIZE**-0.5
        # A place cannot look at what comes after it.
        scores = scores.masked_fill(places[None, :] > places[:, None], float("-inf"))
        attention = torch.softmax(scores, dim=-1)
        logits = attention @ v
        if SKIP:
            logits = logits + x
        return {"q": q, "k": k, "v": v, "scores": scores, "attention": attention, "logits": logits}


def loss_of(head, sentence):
    # The mean over the places of -ln p(target).
    return nn.functional.cross_entropy(head(tokens[sentence])["logits"], targets[sentence])


# %% [markdown]
# ## Training

# %%
torch.manual_seed(SEED)
for _ in range(DRAW):
    head = Head()
adam = torch.optim.Adam(head.parameters(), lr=LEARNING_RATE)
for epoch in range(EPOCHS):
    losses = []
    for sentence in range(len(SENTENCES)):
        loss = loss_of(head, sentence)
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
    if epoch % LOG_EVERY == 0:
        print("epoch", epoch, *[f"{loss:.4f}" for loss in losses])
