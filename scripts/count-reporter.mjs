// @ts-check
import { writeFileSync } from 'node:fs';

/** @typedef {import('vitest/node').TestCase} TestCase */
/** @typedef {import('vitest/node').TestModule} TestModule */

/**
 * A vitest reporter that writes what `npm test` adds up, as JSON, to the file that MIZAN_COUNTS names:
 * `{ passed, failed, skipped, skips: [{ name, reason? }] }`. A file that cannot be loaded and an error outside
 * of any test count as failures.
 */
export default class CountReporter {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env['MIZAN_COUNTS'];
    if (file === undefined) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const failedSuites = modules.flatMap((module) =>
      [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0),
    );
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    const counts = {
      passed: tests.filter((test) => test.result().state === 'passed').length,
      failed:
        tests.filter((test) => test.result().state === 'failed').length +
        failedSuites.length +
        unhandledErrors.length,
      skipped: skipped.length,
      skips: skipped.map(describeSkip),
    };
    writeFileSync(file, JSON.stringify(counts));
  }
}

/** @param {TestCase} test */
function describeSkip(test) {
  const result = test.result();
  const reason = result.state === 'skipped' ? result.note : undefined;
  return {
    name: `${test.module.relativeModuleId} > ${test.fullName}`,
    ...(reason === undefined ? {} : { reason }),
  };
}
