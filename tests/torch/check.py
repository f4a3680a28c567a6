"""Runs what `attention-lab export` writes in real PyTorch, Jupyter and NumPy, and compares.

    python -m pip install torch numpy safetensors nbformat nbclient ipykernel
    python tests/torch/check.py target/release/attention-lab [--write]

The runs stand in runs.json. Each script must print the losses that the program computes, to four decimals, and each
notebook what the script prints; NumPy must read the .npz, and weights must go through PyTorch without a changed bit. `--write` keeps what
PyTorch printed in printed.json, against which tests/native/torch.rs holds the program where there is no PyTorch.
"""

import io
import json
import subprocess
import sys
import tempfile
import zlib
from datetime import date
from pathlib import Path

import nbformat
import numpy
import torch
from nbclient import NotebookClient
from safetensors import safe_open
from safetensors.torch import load_file, save_file

HERE = Path(__file__).parent
# Half of the last printed digit, and a fifth of that for the arithmetic: as in tests/native/torch.rs.
TOLERANCE = 6e-5
PROGRAM = Path(sys.argv[1]).resolve()


def export(run, kind, *more):
    corpus = ["--corpus", "-"] if "corpus" in run else []
    command = [PROGRAM, "export", "--backend", "cpu", *run["options"], *corpus, *more, "--as", kind, "--out", "-"]
    done = subprocess.run(command, input=run.get("corpus", "").encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def streams(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.output_type == "stream")


def check_losses(run, printed):
    """Whether PyTorch printed the losses that the program has computed."""
    logged = json.loads(export(run, "run"))["losses"]
    lines = printed.splitlines()
    assert len(lines) == len(logged), run["name"]
    for line, row in zip(lines, logged):
        word, epoch, *losses = line.split(" ")
        assert (word, int(epoch), len(losses)) == ("epoch", row["epoch"], len(row["sentences"])), line
        for theirs, ours in zip(losses, row["sentences"]):
            assert abs(float(theirs) - ours) <= TOLERANCE, f"{run['name']}: {ours} against {line}"


def check_notebook(run, printed):
    """A kernel prints what the script has printed. Gives back the losses that the program has put into the notebook."""
    notebook = nbformat.reads(export(run, "notebook").decode(), as_version=4)
    nbformat.validate(notebook)
    ours = streams(notebook)
    NotebookClient(notebook, timeout=3600, kernel_name="python3").execute()
    figures = [output for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type == "display_data"]
    assert len(figures) == 3 * len(run.get("corpus", "one\ntwo").splitlines()), len(figures)
    assert streams(notebook) == printed, run["name"]
    return ours


def check_numbers(run):
    archive = numpy.load(io.BytesIO(export(run, "npz")))
    report = json.loads(export(run, "run"))
    assert archive["vocabulary"].tolist() == report["vocabulary"]
    assert len(archive["losses"]) == report["settings"]["epochs"]
    for name, rows in report["parameters"].items():
        assert numpy.array_equal(archive[name], numpy.array(rows, dtype="f4")), name
    for index, sentence in enumerate(report["final"]):
        assert archive[f"sentence{index + 1}/tokens"].tolist() == sentence["tokens"]
        attention = numpy.array(sentence["attention"], dtype="f4")
        assert numpy.array_equal(archive[f"sentence{index + 1}/attention"], attention)


def check_weights(run, folder):
    """From the program through PyTorch and back."""
    first, second = folder / "first.safetensors", folder / "second.safetensors"
    first.write_bytes(export(run, "weights"))
    with safe_open(first, "pt") as file:
        metadata = file.metadata()
    tensors = load_file(first)
    save_file(tensors, second, metadata=metadata)
    again = folder / "again.safetensors"
    options = ["--run", second, "--weights", second, "--epochs", "0", "--backend", "cpu", "--as", "weights", "--force"]
    subprocess.run([PROGRAM, "export", *options, "--out", again], check=True, capture_output=True)
    returned = load_file(again)
    assert tensors.keys() == returned.keys()
    for name, tensor in tensors.items():
        assert torch.equal(tensor.view(torch.int32), returned[name].view(torch.int32)), name


def main():
    runs = json.loads((HERE / "runs.json").read_text())
    printed = []
    with tempfile.TemporaryDirectory() as folder:
        for run in runs:
            script = Path(folder) / "script.py"
            script.write_bytes(export(run, "script"))
            done = subprocess.run([sys.executable, script], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            check_losses(run, done.stdout)
            ours = check_notebook(run, done.stdout)
            pairs = list(zip(done.stdout.splitlines(), ours.splitlines(), strict=True))
            check_numbers(run)
            check_weights(run, Path(folder))
            # Its first line has the version of the program in it.
            _, program = script.read_bytes().split(b"\n", 1)
            printed.append({"name": run["name"], "script": f"{zlib.crc32(program):08x}", "lines": done.stdout.splitlines()})
            same = sum(theirs == ours for theirs, ours in pairs)
            print(f"{run['name']}: of {len(pairs)} lines {same} have the same digits", flush=True)
    if "--write" in sys.argv:
        kept = {"torch": torch.__version__, "date": str(date.today()), "runs": printed}
        (HERE / "printed.json").write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n")


main()
