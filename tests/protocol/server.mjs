// Starts one of the programs of this folder and ends it with the test. `port` is known when it resolves.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import path from "node:path";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const build = path.resolve(root, process.env.CHATD_BUILD ?? "build/dev");

/** `settings` is {option: value}; `files` limits its open files; what the program prints to stderr (a sanitizer's report) fails the test at stop(). */
export async function start(program, settings = {}, { files } = {}) {
  const args = Array.isArray(settings) ? settings : Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  const command = [path.join(build, "tests", program), ...args];
  if (files) command.unshift("sh", "-c", `ulimit -n ${files} && exec "$@"`, "sh");
  const child = spawn(command[0], command.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (text) => (complaints += text));
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line"), exited]);
  const ready = /^ready (\d+)$/.exec(first[0]);
  if (!ready) throw new Error(`${program} did not start: ${complaints}`);
  return {
    port: Number(ready[1]),
    pid: child.pid,
    signal: (name) => child.kill(name),
    exited,
    async stop() {
      child.kill("SIGTERM");
      const [code, signal] = await exited;
      if (code !== 0 || complaints) throw new Error(`${program} ended with ${code ?? signal}: ${complaints}`);
    },
  };
}

/** Starts it before the tests of a suite and stops it after. The result's fields are there once tests run. */
export function during({ before, after }, program, settings) {
  const server = {};
  before(async () => Object.assign(server, await start(program, settings)));
  after(() => server.stop());
  return server;
}
