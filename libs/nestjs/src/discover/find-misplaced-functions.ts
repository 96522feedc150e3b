import type { BootProblem } from '../errors/index.js';
import type { ProviderWrapper } from './function-record.js';
import { listFunctionNames, readHostClass } from './host-class.js';

/** Functions where Nest could not run their guards, or where it is not clear which instance would run. */
export function findMisplacedFunctions(
  providers: readonly ProviderWrapper[],
  controllers: readonly ProviderWrapper[],
): readonly BootProblem[] {
  return [
    ...controllers.filter(carriesFunctions).map(onController),
    ...providers.filter(isMadeByHand).filter(carriesFunctions).map(onFactory),
    ...findTwiceProvided(providers),
  ];
}

function isMadeByHand({ isAlias, isNotMetatype }: ProviderWrapper): boolean {
  return isNotMetatype && !isAlias;
}

// A factory has not run in preview mode, and a scoped one has no instance yet: only its token can be looked at then.
// A value in place of a class with functions, as tests provide it, would silently take them away.
function carriesFunctions(wrapper: ProviderWrapper): boolean {
  if (!isMadeByHand(wrapper)) return hasFunctions(wrapper.metatype?.prototype);
  return hasFunctions(wrapper.instance) || hasFunctions(classOfToken(wrapper)?.prototype);
}

function hasFunctions(made: unknown): boolean {
  return typeof made === 'object' && made !== null && listFunctionNames(made).length > 0;
}

function classOfToken({
  token,
}: ProviderWrapper): { readonly name: string; readonly prototype: unknown } | undefined {
  return typeof token === 'function' ? token : undefined;
}

function findTwiceProvided(providers: readonly ProviderWrapper[]): readonly BootProblem[] {
  const homes = new Map<unknown, ProviderWrapper[]>();
  for (const wrapper of providers) {
    const hostClass = readHostClass(wrapper);
    if (hostClass === undefined || !carriesFunctions(wrapper)) continue;
    homes.set(hostClass, [...(homes.get(hostClass) ?? []), wrapper]);
  }
  return [...homes.values()].filter((wrappers) => wrappers.length > 1).map(providedTwice);
}

function moduleName({ host }: ProviderWrapper): string {
  return host?.metatype.name ?? 'an unknown module';
}

function className(wrapper: ProviderWrapper): string {
  const made: unknown = wrapper.instance;
  const { metatype } = wrapper;
  const token = classOfToken(wrapper);
  if (isMadeByHand(wrapper) && !hasFunctions(made) && token !== undefined) return token.name;
  return typeof made === 'object' && made !== null ? made.constructor.name : (metatype?.name ?? 'a provider');
}

function onController(wrapper: ProviderWrapper): BootProblem {
  return {
    where: className(wrapper),
    problem: 'it is a controller, and functions are methods of providers',
    fix: `Move them to an @Injectable() class in the providers of ${moduleName(wrapper)}.`,
  };
}

function onFactory(wrapper: ProviderWrapper): BootProblem {
  return {
    where: className(wrapper),
    problem: `its functions cannot be guarded, because a factory or a value of ${moduleName(wrapper)} makes it`,
    fix: 'Provide the class itself, or by useClass, and give it what the factory knew by injection; in a test, replace what it injects.',
  };
}

function providedTwice(wrappers: readonly ProviderWrapper[]): BootProblem {
  const [first] = wrappers;
  const modules = [...new Set(wrappers.map(moduleName))];
  const times = wrappers.length === 2 ? 'twice' : `${wrappers.length} times`;
  return {
    where: first === undefined ? '' : className(first),
    problem: `it is provided ${times} by ${modules.join(' and ')}, so it is not clear which instance answers`,
    fix:
      modules.length === 1
        ? 'Provide it once there; its other tokens can stand for it by useExisting.'
        : 'Provide it in one module, export it there and import that module elsewhere.',
  };
}
