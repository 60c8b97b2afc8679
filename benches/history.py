#!/usr/bin/env python3
"""Makes a repository with a long history, to measure what git adds to a run (Python 3 standard library and git only).

  history.py OUT [--objectives 1000] [--commits 20000]

Every objective is written, reported on week by week, mended, moved, and now and then renamed; a tenth of the commits
are merges of a side branch. The same numbers give the same commits. Measure with `--today 2026-12-31`.
"""
import argparse
import datetime
import random
import subprocess

PEOPLE = ["Ana Lopes", "Bo Lind", "Chen Wei", "Dora Novak", "Eli Roth", "Femi Ade", "Gita Rao", "Hugo Marin"]
WORDS = ("the team found that a new plan cost more than user data and trial flow of early market signal in this region "
         "with support from sales while review of quality and budget goes on so that nobody waits for late launch").split()
STATUSES = ["on track", "on track", "at risk", "off track"]
DAY = 24 * 60 * 60


def sentence(dice, length):
    words = dice.choices(WORDS, k=length)
    return " ".join(words).capitalize() + "."


class Objective:
    """One file in its latest state."""

    def __init__(self, number, dice):
        self.dice = dice
        self.quarter = number % 4 + 1
        self.begin = datetime.date(2026, 3 * self.quarter - 2, 1)
        self.name = f"idea-{number:05d}"
        self.team = f"team{number // 4 % 60:03d}"
        self.path = f"objectives/2026-Q{self.quarter}/{self.team}/{self.name}.md"
        self.title = f"Shorten the way from idea {number} to its proof"
        self.spans = [[dice.randrange(50), 100 + dice.randrange(100)] for _ in range(4)]
        self.amendments = []
        self.prose = [sentence(dice, 14) for _ in range(4)]
        self.check_ins = []

    def text(self):
        lines = ["---", f"title: {self.title}", f"period: 2026-Q{self.quarter}", f"team: {self.team}", "owner: ana"]
        if self.amendments:
            lines.append("amendments:")
            lines += [f"  - {{ date: {day}, what: kr{kr}.target, why: The market moved }}" for day, kr in self.amendments]
        lines.append("key_results:")
        for kr, (start, target) in enumerate(self.spans):
            lines += [f"  - id: kr{kr}", f"    title: Measure {kr} of {self.name} rises", "    owner: bo",
                      f"    start: {start}", f"    target: {target}"]
        lines += ["---", ""] + self.prose + [""]
        for check_in in reversed(self.check_ins):
            lines += [f"## {check_in['date']} ({check_in['status']}) {check_in['title']}", ""] + check_in["text"] + [""]
            for kr, value in sorted(check_in["values"].items()):
                lines += [f"- kr{kr}: {value} — {check_in['note']}", ""]
        return "\n".join(lines)

    def changed(self, step):
        """Does what is done to an objective in a week."""
        dice, day = self.dice, self.begin + datetime.timedelta(days=4 * step)
        what = dice.random()
        if what < 0.6 or not self.check_ins:
            self.check_ins.append({
                "date": day, "status": dice.choice(STATUSES), "title": sentence(dice, 5)[:-1],
                "text": [sentence(dice, 15) for _ in range(3)], "note": sentence(dice, 6)[:-1],
                "values": {kr: dice.randrange(200) for kr in range(3)}})
        elif what < 0.75:
            self.check_ins[-1]["values"][3] = dice.randrange(200)
        elif what < 0.9:
            self.prose[dice.randrange(4)] = sentence(dice, 14)
        elif what < 0.93:
            dice.choice(self.check_ins)["values"][0] = dice.randrange(200)
        elif what < 0.99:
            kr = dice.randrange(4)
            self.spans[kr][1] += 10
            if dice.random() < 0.5:
                self.amendments.append((day, kr))
        else:
            old, self.path = self.path, self.path.replace(".md", "-b.md")
            return day, old
        return day, None


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out")
    arguments.add_argument("--objectives", type=int, default=1000)
    arguments.add_argument("--commits", type=int, default=20000)
    asked = arguments.parse_args()

    dice = random.Random(1)
    objectives = [Objective(number, random.Random(number)) for number in range(asked.objectives)]
    turns = sorted((step, dice.random(), number) for number in range(asked.objectives)
                   for step in range(-(-asked.commits // asked.objectives)))[:asked.commits]
    subprocess.run(["git", "init", "-q", "-b", "main", asked.out], check=True)
    git = subprocess.Popen(["git", "-C", asked.out, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    put = lambda text: git.stdin.write(text.encode())
    data = lambda text: put(f"data {len(text.encode())}\n{text}\n")
    clock = 1767225600

    def commit(branch, message, changes, merges=None, base=None):
        nonlocal clock
        clock += max(60, 364 * DAY // asked.commits)
        who = dice.choice(PEOPLE)
        put(f"commit refs/heads/{branch}\n")
        put(f"author {who} <{who.split()[0].lower()}@example.com> {clock} +0200\n")
        put(f"committer {who} <{who.split()[0].lower()}@example.com> {clock} +0200\n")
        data(message)
        if base:
            put(f"from {base}\n")
        if merges:
            put(f"merge {merges}\n")
        for line, text in changes:
            put(line + "\n")
            if text is not None:
                data(text)

    files = [("M 100644 inline okr.yaml", "title: Benchmark\nrepository: https://github.com/acme/okrs\n"),
             ("M 100644 inline README.md", "Our OKRs.\n")]
    commit("main", "Begin", files)
    left = asked.commits - 1
    for step, _, number in turns:
        if left <= 0:
            break
        objective = objectives[number]
        old = None
        if step > 0:
            _, old = objective.changed(step)
        changes = [(f"D {old}", None)] if old else []
        changes.append((f"M 100644 inline {objective.path}", objective.text()))
        message = f"{objective.name}: step {step}"
        if left >= 2 and dice.random() < 0.1:
            commit("side", message, changes, base="refs/heads/main")
            commit("main", f"Merge {objective.name}", changes, merges="refs/heads/side")
            put("reset refs/heads/side\n\n")
            left -= 2
        else:
            commit("main", message, changes)
            left -= 1
    git.stdin.close()
    if git.wait() != 0:
        raise SystemExit("git fast-import failed")
    subprocess.run(["git", "-C", asked.out, "update-ref", "-d", "refs/heads/side"], check=True)
    subprocess.run(["git", "-C", asked.out, "gc", "-q"], check=True)
    subprocess.run(["git", "-C", asked.out, "reset", "-q", "--hard", "main"], check=True)


main()
