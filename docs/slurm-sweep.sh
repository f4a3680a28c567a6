#!/bin/sh
# A sweep as a Slurm job array, from the top of the project, on a disk that the nodes share:
#
#     cargo build --release
#     sbatch docs/slurm-sweep.sh
#
# Task I computes piece I of as many as there are tasks, into sweep-01-of-16.csv and so on. When all have ended:
#
#     cat sweep-*-of-16.csv > sweep.csv
#
#SBATCH --job-name=attention-lab-sweep
#SBATCH --array=1-16
# A job that asks for more than any node has waits for ever. More pieces do as well as more processors for each.
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --time=01:00:00
#SBATCH --requeue
set -eu

stop() {
    echo "slurm-sweep.sh: $*" >&2
    exit 2
}

task=${SLURM_ARRAY_TASK_ID:-}
[ -n "$task" ] || stop "this is a job array: give it to Slurm, as in sbatch docs/slurm-sweep.sh"

# Without SHARDS, only an array that is counted from 1 without gaps says how many pieces there are; an array of one
# task may be a piece that is run again.
count=${SLURM_ARRAY_TASK_COUNT:-1}
if [ -z "${SHARDS:-}" ]; then
    [ "$count" -gt 1 ] && [ "${SLURM_ARRAY_TASK_MIN:-}" = 1 ] && [ "${SLURM_ARRAY_TASK_MAX:-}" = "$count" ] ||
        stop "the tasks are not counted from 1 without gaps: say how many pieces the whole sweep has, as in" \
            "sbatch --array=5 --export=ALL,SHARDS=16 docs/slurm-sweep.sh"
    SHARDS=$count
fi

# Built in this folder, or installed with cargo install --path .
program=target/release/attention-lab
[ -x "$program" ] || program=$(command -v attention-lab) ||
    stop "there is no attention-lab here: build it with cargo build --release, in the folder that you submit from"

# What an earlier, interrupted try has left in the file is kept. All nodes compute on their processors: numbers from
# different kinds of devices differ in their last digits. Where every node has the same GPU leave --backend out.
export RAYON_NUM_THREADS="${SLURM_CPUS_PER_TASK:-1}"
exec "$program" sweep --seeds 1..1000 --head-sizes 10,20,40 --both-positions --backend cpu \
    --shard "$task/$SHARDS" --out sweep.csv
