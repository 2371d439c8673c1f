// Names every test that did not run, so that a green line never hides one.
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';

export default class Unrun implements Reporter {
  private suite?: Suite;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  onTestEnd(_test: TestCase, _result: TestResult): void {}

  onEnd(_result: FullResult): void {
    const unrun = this.suite?.allTests().filter((test) => test.results.length === 0 || test.outcome() === 'skipped') ?? [];
    for (const test of unrun) {
      console.log(`did not run: ${test.titlePath().filter(Boolean).join(' > ')}`);
    }
  }

  printsToStdio(): boolean {
    return false;
  }
}
