/** The spans of the queues' jobs, by `bullmq-otel`. Loaded only where traces are wanted. */
import { type Span, SpanKind, type Telemetry } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';

/** What a span may say of a job. Not its result, not why it failed: an error's words may quote a customer. */
const TOLD = new Set([
  'bullmq.queue.name',
  'bullmq.queue.operation',
  'bullmq.job.id',
  'bullmq.job.name',
  'bullmq.job.attempts.made',
  'bullmq.job.bulk.count',
  'bullmq.job.attempt_finished_timestamp',
  'bullmq.job.processed.timestamp',
]);

type Attributes = NonNullable<Parameters<Span['setAttributes']>[0]>;

/** BullMQ's own telemetry, reduced to who added which job, how it was worked on, and whether it failed. */
export function jobSpans(): Telemetry {
  const { tracer, contextManager } = new BullMQOtel({ tracerName: 'bullmq' });
  return {
    contextManager,
    tracer: {
      // What a worker does for itself (fetching the next job, looking for stalled ones) happens every second.
      startSpan: (name, options, context) =>
        options?.kind === SpanKind.INTERNAL ? SILENT : discreet(tracer.startSpan(name, options, context)),
    },
  };
}

/** Leaves the context as it is, so that what follows belongs to the span before. */
const SILENT: Span = {
  setSpanOnContext: (context) => context,
  setAttribute: () => undefined,
  setAttributes: () => undefined,
  addEvent: () => undefined,
  recordException: () => undefined,
  end: () => undefined,
};

function discreet(span: Span): Span {
  return {
    setSpanOnContext: (context) => span.setSpanOnContext(context),
    setAttribute: (key, value) => {
      if (TOLD.has(key)) span.setAttribute(key, value);
    },
    setAttributes: (attributes) => span.setAttributes(told(attributes)),
    addEvent: (name, attributes = {}) => span.addEvent(name, told(attributes)),
    // Only that there was one: its message and its stack stay in the log, which hides what is personal.
    recordException: (exception) => span.addEvent('exception', { 'exception.type': kindOf(exception) }),
    end: () => span.end(),
  };
}

function told(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => TOLD.has(key)));
}

function kindOf(exception: unknown): string {
  return exception instanceof Error ? exception.name : 'unknown';
}
