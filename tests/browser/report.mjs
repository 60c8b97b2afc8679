// What was promised, and which of it did not hold.

export class Report {
  passed = 0;
  failed = 0;
  lines = [];

  /** One promise: it holds when `faults` is empty. */
  check(name, faults) {
    if (faults.length === 0) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    const shown = faults.slice(0, 12);
    if (faults.length > shown.length) shown.push(`and ${faults.length - shown.length} more`);
    this.lines.push(`FAILED ${name}`, ...shown.map((fault) => `  ${fault.replaceAll('\n', '\n    ')}`));
  }

  print() {
    for (const line of this.lines) console.log(line);
    console.log(`${this.passed} passed, ${this.failed} failed`);
  }
}
