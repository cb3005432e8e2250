/** Where traces arrive: an address for `OTEL_EXPORTER_OTLP_ENDPOINT` that takes OTLP as JSON. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Attribute = { readonly key: string; readonly value: { readonly stringValue?: string } };

export type TracedSpan = {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
};

export type Collector = {
  readonly url: string;
  readonly spans: readonly TracedSpan[];
  /** Everything that arrived, as it arrived. */
  readonly raw: () => string;
  close(): Promise<void>;
};

type Sent = {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: TracedSpan[] }[] }[];
};

export async function startCollector(): Promise<Collector> {
  const spans: TracedSpan[] = [];
  let raw = '';
  const server = createServer(async (message, response) => {
    let text = '';
    for await (const chunk of message) text += chunk;
    response.setHeader('content-type', 'application/json');
    if (message.url !== '/v1/traces') return void response.writeHead(400).end('{}');
    raw += text;
    for (const { scopeSpans } of (JSON.parse(text) as Sent).resourceSpans)
      for (const scope of scopeSpans) spans.push(...scope.spans);
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    raw: () => raw,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
