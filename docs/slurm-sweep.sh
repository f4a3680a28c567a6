#!/bin/sh
# A sweep as a Slurm job array: sbatch docs/slurm-sweep.sh
# Task I computes piece I of as many as there are tasks. Afterwards: cat sweep-????.csv > sweep.csv
#SBATCH --job-name=attention-lab-sweep
#SBATCH --array=1-16
#SBATCH --cpus-per-task=4
#SBATCH --mem=1G
#SBATCH --time=01:00:00
#SBATCH --requeue
set -eu

# The pieces fit together only if they are counted from 1 without a gap. To run one piece again, keep
# the number of pieces: sbatch --array=5 --export=ALL,SHARDS=16 docs/slurm-sweep.sh
shards=${SHARDS:-$SLURM_ARRAY_TASK_COUNT}
export RAYON_NUM_THREADS="${SLURM_CPUS_PER_TASK:-1}"

# What an earlier, interrupted try has left in the file is kept.
exec attention-lab sweep --seeds 1..1000 --head-sizes 10,20,40 --both-positions \
    --shard "${SLURM_ARRAY_TASK_ID}/${shards}" \
    --out "$(printf 'sweep-%04d.csv' "$SLURM_ARRAY_TASK_ID")"
