// @ts-check

/** @typedef {import('vitest/node').TestModule} TestModule */
/** @typedef {import('vitest/node').TestSuite} TestSuite */
/** @typedef {import('vitest/node').SerializedError} SerializedError */
/** @typedef {{ passed: number, failed: number, skipped: number, pending: number }} Counts */

/** Prints a line per vector file, the difference of every failing case, and one count at the end. */
export default class ConformanceReporter {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly SerializedError[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {Counts} */
    const total = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const errors = [...unhandledErrors, ...modules.flatMap((module) => module.errors())];
    for (const error of errors) printError('could not run', error);
    for (const suite of modules.flatMap((module) => [...module.children.suites()])) {
      const counts = reportFile(suite);
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped + counts.pending;
    }
    total.failed += errors.length;
    console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  }
}

/**
 * @param {TestSuite} suite
 * @returns {Counts}
 */
function reportFile(suite) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
  for (const test of suite.children.allTests()) {
    const result = test.result();
    counts[result.state]++;
    for (const error of result.errors ?? []) printError(`${suite.name} › ${test.name}`, error);
  }
  for (const error of suite.errors()) {
    counts.failed++;
    printError(suite.name, error);
  }
  const ran = counts.passed + counts.failed > 0;
  console.log(
    ran
      ? `${suite.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
      : suite.name,
  );
  return counts;
}

/**
 * @param {string} title
 * @param {SerializedError} error
 */
function printError(title, error) {
  const lines = [error.message, error.diff].filter(Boolean).join('\n').replaceAll(/^/gm, '    ');
  console.log(`✗ ${title}\n${lines}`);
}
