// @ts-check
// Running other programs: their output is passed through, and a failure becomes one line for a person.

import { execFileSync, spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

// Not import.meta.dirname: a Node.js without it is too old and must get as far as being told so.
export const root = fileURLToPath(new URL("..", import.meta.url));

/** A failure whose message is all that a person needs. */
export class Failure extends Error {}

/**
 * Runs a program in the repository's root and waits for its end.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env] added to this process's environment
 * @param {(line: string) => void} [read] is told every line that the program prints, as it comes
 * @returns {Promise<void>}
 */
export function run(command, args, env = {}, read) {
  const line = [command, ...args].join(" ");
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", read ? "pipe" : "inherit", "inherit"],
    });
    if (child.stdout && read) {
      child.stdout.pipe(process.stdout, { end: false });
      createInterface({ input: child.stdout }).on("line", read);
    }
    // Ctrl-C reaches the child by itself; a SIGTERM sent to this process alone would leave it running.
    const stop = () => child.kill("SIGTERM");
    process.once("SIGTERM", stop);
    child.once("error", (error) => {
      process.off("SIGTERM", stop);
      reject(new Failure(`"${line}" could not be started: ${error.message}`));
    });
    child.once("close", (code, signal) => {
      process.off("SIGTERM", stop);
      if (code === 0) resolve();
      else
        reject(new Failure(`"${line}" ${signal ? `was stopped by ${signal}` : `ended with code ${code}`}.`));
    });
  });
}

/**
 * What a program prints, or nothing if it is missing or fails.
 * @param {string} command
 * @param {string[]} args
 */
export function output(command, args) {
  try {
    return execFileSync(command, args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "";
  }
}

/**
 * Finds a program as a shell would: on PATH, or at the path given.
 * @param {string} name
 * @returns {string | undefined}
 */
export function which(name) {
  const folders = name.includes("/") ? [""] : (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs a command's whole work; a Failure ends it with its message and exit code 1.
 * @param {() => Promise<void>} work
 */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
