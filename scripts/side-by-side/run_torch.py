"""The same run in PyTorch, eager, on one thread, as the notebook does it.

How a program that is timed is talked to stands in benches/lab/beside.rs.
"""

import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.set_num_interop_threads(1)


class Head(nn.Module):
    def __init__(self, vocabulary, places, head_size):
        super().__init__()
        self.token_embedding = nn.Embedding(vocabulary, vocabulary)
        self.position_embedding = nn.Embedding(places, vocabulary)
        self.query = nn.Linear(vocabulary, head_size, bias=False)
        self.key = nn.Linear(vocabulary, head_size, bias=False)
        self.value = nn.Linear(vocabulary, vocabulary, bias=False)
        self.scale = head_size**-0.5
        self.register_buffer("mask", torch.tril(torch.ones(places, places)))
        self.register_buffer("positions", torch.arange(places))

    def forward(self, tokens):
        x = self.token_embedding(tokens) + self.position_embedding(self.positions)
        scores = self.query(x) @ self.key(x).T * self.scale
        scores = scores.masked_fill(self.mask == 0, float("-inf"))
        weights = torch.softmax(scores, dim=-1) * self.mask
        return weights @ self.value(x) + x


def main():
    work = json.loads(sys.stdin.readline())
    tokens = [torch.tensor(sentence) for sentence in work["tokens"]]
    targets = [torch.tensor(sentence) for sentence in work["targets"]]
    start = [torch.tensor(rows) for rows in work["parameters"]]
    vocabulary, places = start[0].shape[0], start[1].shape[0]
    head = Head(vocabulary, places, work["head_size"])

    def loss_of(sentence):
        return nn.functional.cross_entropy(head(tokens[sentence]), targets[sentence])

    print("ready", flush=True)
    for _ in sys.stdin:
        with torch.no_grad():
            for parameter, rows in zip(head.parameters(), start):
                parameter.copy_(rows)
        adam = torch.optim.Adam(head.parameters(), lr=work["learning_rate"])
        begin = time.perf_counter()
        for step in range(work["steps"]):
            adam.zero_grad()
            loss_of(step % len(tokens)).backward()
            adam.step()
        seconds = time.perf_counter() - begin
        with torch.no_grad():
            loss = loss_of(len(tokens) - 1).item()
        print(json.dumps({"seconds": seconds, "loss": loss}), flush=True)


main()
