/** The completion script of a shell, made from the commands themselves so that it never lags behind them. */
import type { Command } from 'commander';
import { EXIT, Exit } from './exit.ts';
import { said } from './words/words.ts';

type Level = { readonly path: string; readonly words: readonly string[] };

/** Every place in the tree of commands, with the words that may come next. */
function levelsOf(command: Command, path = ''): Level[] {
  const options = command.options.flatMap(({ long }) => (long ? [long] : []));
  const commands = command.commands.map((subcommand) => subcommand.name());
  const below = command.commands.flatMap((one) => levelsOf(one, `${path} ${one.name()}`.trim()));
  return [{ path, words: [...commands, ...options, '--help'] }, ...below];
}

/** Prints a completion script for `puente`, by whatever alias or function it is called. */
export function completion(shell: string, program: Command): void {
  if (shell !== 'bash' && shell !== 'zsh')
    throw new Exit(EXIT.usage, said('{shell} is not known: puente completion bash, or zsh', { shell }));
  const cases = levelsOf(program).map(({ path, words }) => `    '${path}') words='${words.join(' ')}' ;;`);
  const zsh = 'autoload -Uz bashcompinit && bashcompinit\n';
  process.stdout.write(`${shell === 'zsh' ? zsh : ''}_puente() {
  local path='' word words='' current="\${COMP_WORDS[COMP_CWORD]}" at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    case "$path $word" in
${parents(program)}
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _puente puente
`);
}

/** The steps from one command into the next; any other word is an argument and leaves the place as it is. */
function parents(program: Command): string {
  const paths = levelsOf(program).flatMap(({ path }) => (path === '' ? [] : [path]));
  return paths
    .map((path) => {
      const before = path.includes(' ') ? path.slice(0, path.lastIndexOf(' ')) : '';
      return `      '${before} ${path.slice(before.length).trim()}') path='${path}' ;;`;
    })
    .join('\n');
}
