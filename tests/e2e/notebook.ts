/** What the notebook prints: the loss of the second sentence at the epochs 0, 100, ..., 4900. */
export const printedLosses = [
  3.1632, 3.0198, 2.8617, 2.6861, 2.5046, 2.3337, 2.1789, 2.0397, 1.9144, 1.8008, 1.6969, 1.6009, 1.5115,
  1.4276, 1.3493, 1.2769, 1.2101, 1.1482, 1.0905, 1.0364, 0.9856, 0.9374, 0.8917, 0.8482, 0.8067, 0.7672,
  0.7296, 0.6938, 0.6597, 0.6274, 0.5966, 0.5674, 0.5397, 0.5133, 0.4883, 0.4646, 0.4421, 0.4209, 0.401,
  0.3824, 0.3651, 0.3491, 0.3342, 0.3205, 0.308, 0.2964, 0.2857, 0.2759, 0.2669, 0.2586,
];

/** Its numbers have four decimals: half of the last one, and as much again for the other machine's rounding. */
export const printedTolerance = 0.00006;

/** The settings of that run, in the form of the address. */
export const printedRun = "draw=2&position=off";
