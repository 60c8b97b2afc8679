// What was promised, and which of it did not hold.

const PLACES = 4;

export class Report {
  passed = 0;
  failed = 0;
  /** Where each fault is, by what it is. */
  faults = new Map();

  /** One promise: it holds when `faults` is empty. A fault is a text, or `{ what, where }` when many places share it. */
  check(name, faults) {
    if (faults.length === 0) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    for (const fault of faults) {
      const { what, where } = typeof fault === 'string' ? { what: fault } : fault;
      const places = this.faults.get(what) ?? [];
      places.push(where ? `${name}: ${where}` : name);
      this.faults.set(what, places);
    }
  }

  print() {
    for (const [what, places] of this.faults) {
      console.log(`FAILED ${what}`);
      for (const place of places.slice(0, PLACES)) console.log(`  ${place.replaceAll('\n', '\n    ')}`);
      if (places.length > PLACES) console.log(`  and in ${places.length - PLACES} more places`);
    }
    console.log(`${this.passed} passed, ${this.failed} failed`);
  }
}
