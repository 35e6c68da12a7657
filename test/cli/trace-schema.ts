import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

interface TraceSchema {
  readonly $id: string;
  readonly $defs: Readonly<
    Record<string, { readonly properties: Readonly<Record<string, unknown>> }>
  >;
}

/** docs/trace.schema.json. */
export const TRACE_SCHEMA: TraceSchema = JSON.parse(
  readFileSync(new URL('../../docs/trace.schema.json', import.meta.url), 'utf8'),
);

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false });
ajv.addSchema(TRACE_SCHEMA);

/** What a part of the schema, `request` or `answer`, has against a value; empty when nothing. */
export function schemaErrors(part: 'request' | 'answer', value: unknown): string[] {
  const validate = ajv.getSchema(`${TRACE_SCHEMA.$id}#/$defs/${part}`);
  if (validate === undefined) throw new RangeError(`part: not in the schema: ${part}`);
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}
