/** Prints docs/configuration.md, made from the schema that the program itself uses: `npm run docs:configuration`. */
import { z } from 'zod';
import { aboutSetting, SETTING_NAMES, type SettingName, settings } from '../src/config/settings.ts';

const HEAD = `# Configuration

<!-- Made by \`npm run docs:configuration\` from src/config/settings.ts; a test compares the two. -->

Every setting is an environment variable. \`npm start\` and the commands also read \`.env\` (\`.env.example\` is the
template); \`docker compose\` hands them on from \`.env\` and from the files in \`secrets/\`.

- An empty value counts as not set.
- A **secret** may also be given as \`NAME_FILE\`, the path of a file that holds it; both at once are refused.
- A bad or missing value stops the start with one line per variable: its name, what is wrong, an example.
- A variable that looks like one of ours and is none of them is refused too.
- Durations are a whole number and a unit: \`500ms\`, \`2s\`, \`1m\`, \`1h\`.
- In the image, \`HTTP_HOST\` and \`HTTP_PORT\` say where \`docker compose\` publishes the dashboard.

Check the result with \`npm run -s puente -- doctor\`.
`;

/** The first variable of each section, and its title. */
const SECTIONS: Partial<Record<SettingName, string>> = {
  MANAGEMENTPRO_URL: 'ManagementPro',
  ACEPTABITS_URL: 'Aceptabits',
  ROUTES_FILE: 'How it decides',
  BRAKE_MISSING_PERCENT: 'The brake',
  REDIS_URL: 'Where it keeps its state',
  BUSINESS_NAME: 'Web server and dashboard',
  ALERT_WEBHOOK_URL: 'Alerts, traces and log',
};

const COLUMNS = `
| variable | meaning | default | values | example |
| --- | --- | --- | --- | --- |
`;

const { properties, required } = z
  .object({
    properties: z.record(
      z.string(),
      z.object({ default: z.string().optional(), enum: z.array(z.string()).optional() }),
    ),
    required: z.array(z.string()),
  })
  .parse(z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }));

/** The whole document, its last line break included. */
export function configurationDocument(): string {
  return HEAD + SETTING_NAMES.map((name) => heading(name) + row(name)).join('');
}

function heading(name: SettingName): string {
  const title = SECTIONS[name];
  return title === undefined ? '' : `\n## ${title}\n${COLUMNS}`;
}

function row(name: SettingName): string {
  const { description, example, secret } = aboutSetting(name);
  const { default: otherwise, enum: values } = properties[name] ?? {};
  const standard = required.includes(name)
    ? '**required**'
    : otherwise === undefined
      ? 'none'
      : code(otherwise);
  const label = secret ? `${code(name)} (secret)` : code(name);
  const cells = [label, escaped(description), standard, (values ?? []).map(code).join(' '), code(example)];
  return `| ${cells.join(' | ')} |\n`;
}

function code(text: string): string {
  return `\`${escaped(text)}\``;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main) process.stdout.write(configurationDocument());
