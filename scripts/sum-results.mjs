// Adds up Vitest's JSON reports: one line a report, one line for all. A report that is missing, or
// one without a test, is a failure: what did not run has not passed.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const sum = { passed: 0, failed: 0 };

for (const file of process.argv.slice(2)) {
  const { passed, failed, skipped } = countsOf(file);
  console.log(`${basename(file, '.json')}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  sum.passed += passed;
  sum.failed += failed;
}
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;

function countsOf(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  const skipped = report.numPendingTests + report.numTodoTests;
  const nothingRan = report.numTotalTests === 0;
  return { passed: report.numPassedTests, failed: nothingRan ? 1 : failed, skipped };
}
