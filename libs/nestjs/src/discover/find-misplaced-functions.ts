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

// A factory has not run in preview mode, and a scoped one has no instance yet: nothing to look at then.
function carriesFunctions(wrapper: ProviderWrapper): boolean {
  const made: unknown = isMadeByHand(wrapper) ? wrapper.instance : wrapper.metatype?.prototype;
  return typeof made === 'object' && made !== null && listFunctionNames(made).length > 0;
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

function className({ metatype, instance }: ProviderWrapper): string {
  const made: unknown = instance;
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
    fix: 'Provide the class itself, or by useClass; give it what the factory knew by injection.',
  };
}

function providedTwice(wrappers: readonly ProviderWrapper[]): BootProblem {
  const [first] = wrappers;
  return {
    where: first === undefined ? '' : className(first),
    problem: `it is provided ${wrappers.length} times, by ${wrappers.map(moduleName).join(' and ')}, so it is not clear which instance answers`,
    fix: 'Provide it in one module, export it there and import that module elsewhere.',
  };
}
