import type { FunctionMetadata } from '../declare/function-metadata.js';
import { nestMetadata } from '../declare/nest-metadata.js';
import type { BootProblem } from '../errors/index.js';
import type { TypeDeclaration } from '../types/type-declaration.js';
import { isDtoClass } from '../types/type-of-class.js';
import type { HostClass } from './function-record.js';

export interface OutputReading {
  readonly declaration?: TypeDeclaration;
  readonly problems: readonly BootProblem[];
}

/** The option `output`, or the DTO class that a synchronous method declares as its return type. */
export function readOutputDeclaration(
  host: HostClass,
  methodName: string,
  metadata: FunctionMetadata,
): OutputReading {
  if (metadata.output !== undefined) return { declaration: metadata.output, problems: [] };
  const type: unknown = Reflect.getMetadata(nestMetadata.returnType, host.prototype, methodName);
  if (isDtoClass(type)) return { declaration: type, problems: [] };
  return { problems: [undeclared(`${host.name}.${methodName}`, type)] };
}

function undeclared(where: string, type: unknown): BootProblem {
  const because =
    type === Promise ? 'what its promise holds is not known at run time' : 'no return type can be read';
  return {
    where,
    problem: `its output is not declared: ${because}`,
    fix: "Say it: @MizanClient({ output: TicketView }), [TicketView], nullable(TicketView), 'integer'…",
  };
}
