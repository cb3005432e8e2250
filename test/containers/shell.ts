/** Commands as a person types them, run by bash in a folder of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type ShellOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
};

/**
 * Lets `docker compose` be docker-compose 1.29 where the plug-in is missing, and tells exec and run that nobody
 * sits at a terminal, as the plug-in would find out by itself.
 */
const PRELUDE = `
set -euo pipefail
docker() {
  if [ "$1" != compose ]; then command docker "$@"; return; fi
  shift
  local args=() word
  for word in "$@"; do
    args+=("$word")
    case $word in exec|run) [ "\${#args[@]}" -gt 3 ] || args+=(-T) ;; esac
  done
  if command docker compose version >/dev/null 2>&1; then command docker compose "\${args[@]}"
  else command docker-compose "\${args[@]}"; fi
}
`;

/** Runs a script to its end; never throws because of its exit code. */
export async function shell(script: string, options: ShellOptions = {}): Promise<Ran> {
  const child = spawn('bash', ['-c', PRELUDE + script], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {
    // It need not read what it is given.
  });
  child.stdin.end(options.input ?? '');
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: code ?? 1, stdout, stderr };
}

/** The output of a script that must end well. */
export async function output(script: string, options: ShellOptions = {}): Promise<string> {
  const ran = await shell(script, options);
  if (ran.code !== 0) throw new Error(`${script}\nended with ${ran.code}:\n${ran.stdout}\n${ran.stderr}`);
  return ran.stdout.trim();
}
