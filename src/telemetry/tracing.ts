/** Spans for an OpenTelemetry collector. Loaded only where `OTEL_EXPORTER_OTLP_ENDPOINT` is set. */
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { type ExportResult, ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { Side } from '../domain/customer.ts';

/** A request that has been answered, or has failed: its names and its time, nothing of what it carried. */
export type Requested = {
  readonly side: Side;
  readonly operation: string;
  readonly outcome: string;
  readonly ms: number;
};

export type Tracing = {
  /** Tells a request as part of whatever job asked for it. */
  requested(event: Requested): void;
  /** Sends what has not been sent, though not at any price: nobody waits long for a collector that is away. */
  close(): Promise<void>;
};

export type TracingOptions = {
  /** The collector's base address; traces go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly namespace: string;
  readonly log: Logger;
};

const EXPORT_WITHIN_MS = 5_000;
const CLOSE_WITHIN_MS = 2_000;

/** OpenTelemetry's API is one for the process, so this is started once and closed before it is started again. */
export function startTracing({ endpoint, namespace, log }: TracingOptions): Tracing {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: EXPORT_WITHIN_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'puente', 'service.namespace': namespace }),
    spanProcessors: [new BatchSpanProcessor({ exporter: telling(exporter, log) })],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const tracer = provider.getTracer('puente');

  return {
    requested({ side, operation, outcome, ms }) {
      const endTime = Date.now();
      const span = tracer.startSpan(`${side} ${operation}`, {
        kind: SpanKind.CLIENT,
        startTime: endTime - ms,
        attributes: { 'puente.side': side, 'puente.operation': operation, 'puente.outcome': outcome },
      });
      if (outcome !== 'ok') span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
      span.end(endTime);
    },
    async close() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

/** A collector that is away costs traces and nothing else: one line says so, and one that it is back. */
function telling(exporter: SpanExporter, log: Logger): SpanExporter {
  let away = false;
  const told = ({ code, error }: ExportResult) => {
    const fails = code !== ExportResultCode.SUCCESS;
    if (fails && !away) log.warn({ err: error }, 'traces cannot be delivered; they are dropped');
    if (!fails && away) log.info('traces are delivered again');
    away = fails;
  };
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        told(result);
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
}
