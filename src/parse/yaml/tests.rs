//! Documents that are read, and traps that are told.

use super::*;
use crate::parse::testing;

fn shown(node: &Node<'_>) -> String {
    match &node.value {
        Value::Plain(text) => text.to_string(),
        Value::Quoted(text) => format!("{text:?}"),
        Value::Sequence(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Value::Mapping(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|e| format!("{}: {}", e.key, shown(&e.value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Fault => "!".to_owned(),
    }
}

fn read_shown(text: &str) -> (String, String) {
    let source = SourceFile::new("a.md", text.as_bytes().to_vec());
    let mut out = Vec::new();
    let read = read(FileId(0), &source, Span::new(0..source.text.len()), &mut out);
    let tree = read
        .as_ref()
        .map_or("nothing".to_owned(), |read| shown(&read.root));
    (tree, testing::printed(&source, &out))
}

fn check(text: &str, tree: &str, findings: &str) {
    let (found, said) = read_shown(text);
    assert_eq!((found.as_str(), said.as_str()), (tree, findings), "{text}");
}

#[test]
fn scalars_are_text_as_typed() {
    check("", "{}", "");
    check("# a comment\n", "{}", "");
    check("---\na: 1\n", "{a: 1}", "");
    check(
        "team: no\ntitle: 2026\nx: 1.10\ny: 010\nz: 1e3\n",
        "{team: no, title: 2026, x: 1.10, y: 010, z: 1e3}",
        "",
    );
    check(
        "a: ~\nb: null\nc:\nd: \"\"\n",
        "{a: ~, b: null, c: , d: \"\"}",
        "",
    );
    check(
        "a: x\n  y\nb: \"é\\u0041\"\nc: 'it''s'\n",
        "{a: x y, b: \"éA\", c: \"it's\"}",
        "",
    );
    check(
        "a: |\n  x\n  y\nb: >\n  f\n  g\n",
        "{a: \"x\\ny\\n\", b: \"f g\\n\"}",
        "",
    );
    check("a: {b: c, d: [e, f], g}\n", "{a: {b: c, d: [e, f], g: }}", "");
    check("a:\n- b\n- c\n", "{a: [b, c]}", "");
    check(
        "a: http://x\nb: 10:30\nc: -b\nd: :e\n",
        "{a: http://x, b: 10:30, c: -b, d: :e}",
        "",
    );
    check(
        "a: x # a comment\nb: [x] # one\n# one more\n",
        "{a: x, b: [x]}",
        "",
    );
    check("“a”: b\n", "{“a”: b}", "");
    check("k: v\n  - a\n", "{k: v - a}", "");
}

#[test]
fn each_trap_is_said_in_words_of_the_file() {
    check(
        "owner: @ana\n",
        "{owner: !}",
        "1:8 invalid-yaml: a handle is written without `@`\n  did you mean `ana`?\n",
    );
    check(
        "owner: [@ana, bo]\n",
        "{owner: [!, bo]}",
        "1:9 invalid-yaml: a handle is written without `@`\n  did you mean `ana`?\n",
    );
    check(
        "title: @home and away\n",
        "{title: !}",
        "1:8 invalid-yaml: a value cannot begin with `@`\n  help: put it in quotes: `\"@home and away\"`\n",
    );
    check(
        "unit: %\n",
        "{unit: !}",
        "1:7 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%\"`\n",
    );
    check(
        "unit: %x # per cent\n",
        "{unit: !}",
        "1:7 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%x\"`\n",
    );
    check(
        "unit: { a: % }\n",
        "{unit: {a: !}}",
        "1:12 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%\"`\n",
    );
    check(
        "title: `x` wins\n",
        "{title: !}",
        "1:8 invalid-yaml: a value cannot begin with a backtick\n  help: put it in quotes: \"`x` wins\"\n",
    );
    check(
        "title: Grow: fast\n",
        "{title: !}",
        "1:8 invalid-yaml: the text `Grow: fast` has a `:` in it\n  help: put the text in quotes: `\"Grow: fast\"`\n",
    );
    check(
        "title: Grow:\n",
        "{title: !}",
        "1:8 invalid-yaml: the text `Grow:` has a `:` in it\n  help: put the text in quotes: `\"Grow:\"`\n",
    );
    check(
        "title: \"Grow\": fast\n",
        "{title: !}",
        "1:8 invalid-yaml: the text `\"Grow\": fast` has a `:` in it\n  help: put the text in quotes: `'\"Grow\": fast'`\n",
    );
    check(
        "links: [{title: Docs: here, url: x}]\n",
        "{links: [{title: !, url: x}]}",
        "1:17 invalid-yaml: the text `Docs: here` has a `:` in it\n  help: put the text in quotes, or a comma between two entries\n",
    );
    check(
        "rubric: { 0.3: 8 0.7: 5 }\n",
        "{rubric: {0.3: !}}",
        "1:16 invalid-yaml: the text `8 0.7: 5` has a `:` in it\n  help: put the text in quotes, or a comma between two entries\n",
    );
    check(
        "rubric: {0.3:8, 0.7: 5}\n",
        "{rubric: {0.3: !, 0.7: 5}}",
        "1:10 invalid-yaml: `0.3:8` has no space behind its `:`\n  help: write `0.3: 8`\n",
    );
    check(
        "key_results:\n\t- id: a\n\t  title: b\n",
        "{key_results: [{id: a, title: b}]}",
        "2:1 invalid-yaml: this line and another one are indented with tabs\n  help: indent with spaces: YAML does not take tabs there\n",
    );
    check(
        "a:\n  - x\n\t- y\n",
        "{a: [x]}",
        "3:1 invalid-yaml: this line is indented with a tab\n  help: indent with spaces: YAML does not take tabs there\n",
    );
    check(
        "title: \"abc\nteam: x\n",
        "{title: !, team: x}",
        "1:8 invalid-yaml: this text has no closing `\"`\n  help: write a `\"` at its end\n",
    );
    check(
        "title: \"abc\nteam: \"x\"\nb: c\n",
        "{title: !, team: \"x\", b: c}",
        "1:8 invalid-yaml: this text has no closing `\"`\n  help: write a `\"` at its end\n",
    );
    check(
        "title: 'abc\n",
        "{title: !}",
        "1:8 invalid-yaml: this text has no closing `'`\n  help: write a `'` at its end\n",
    );
    check(
        "title: 'it's'\n",
        "{title: !}",
        "1:8 invalid-yaml: a `'` inside this text ends it early\n  help: write `'it''s'`\n",
    );
    check(
        "title: \"a \"b\" c\"\n",
        "{title: !}",
        "1:8 invalid-yaml: a `\"` inside this text ends it early\n  help: write `'a \"b\" c'`\n",
    );
    check(
        "title: \"a\" b\n",
        "{title: !}",
        "1:8 invalid-yaml: text stands behind the closing `\"`\n  help: put all of it in quotes: `'\"a\" b'`\n",
    );
    check(
        "title: \"C:\\qa\"\n",
        "{title: !}",
        "1:11 invalid-yaml: `\\q` is no escape that YAML knows\n  help: write `'C:\\qa'`\n",
    );
    check(
        "tags: [a, b\nteam: x\n",
        "{tags: !, team: x}",
        "1:7 invalid-yaml: this `[` has no closing `]`\n  help: write `]` behind the last entry\n",
    );
    check(
        "tags: [\n  a,\n  b\n\nteam: x\n",
        "{tags: !, team: x}",
        "1:7 invalid-yaml: this `[` has no closing `]`\n  help: write `]` behind the last entry\n",
    );
    check(
        "tags: {a: b\nteam: x\n",
        "{tags: !, team: x}",
        "1:7 invalid-yaml: this `{` has no closing `}`\n  help: write `}` behind the last entry\n",
    );
    check(
        "tags: [a, b}\n",
        "{tags: !}",
        "1:7 invalid-yaml: this `[` has no closing `]`\n  help: write `]` behind the last entry\n",
    );
    check(
        "tags: [a]]\n",
        "{tags: !}",
        "1:10 invalid-yaml: this `]` closes nothing\n  help: take it out, or put the text in quotes\n",
    );
    check(
        "a: 1\n  b: 2\nc: 3\n",
        "{a: 1, c: 3}",
        "2:3 invalid-yaml: this line is indented, as if the text of the line before went on here, and it has a `: `\n  help: indent it like the key above, or put the whole text in quotes\n",
    );
    check(
        "a:\n  b: 1\n c: 2\n",
        "{a: {b: 1}}",
        "3:2 invalid-yaml: this line begins in column 2, where no key above does\n  help: indent it like the lines it belongs to\n",
    );
    check(
        "k:\n  - id: a\n   title: y\n",
        "{k: [{id: a}]}",
        "3:4 invalid-yaml: this line begins in column 4, where no key above does\n  help: indent it like the lines it belongs to\n",
    );
    check(
        "k:\n  - id: a\n - id: b\n",
        "{k: [{id: a}]}",
        "3:2 invalid-yaml: this `-` stands in column 2, where no list above has one\n  help: indent it like the lines it belongs to\n",
    );
    check(
        "k:\n- a\n  b: c\n",
        "{k: [a]}",
        "3:3 invalid-yaml: this line is indented, as if the text of the line before went on here, and it has a `: `\n  help: indent it like the key above, or put the whole text in quotes\n",
    );
    check(
        "k: v\n- a\n",
        "{k: v}",
        "2:1 invalid-yaml: this `-` stands in column 1, where no list above has one\n  help: indent it like the lines it belongs to\n",
    );
    check(
        "k: - a\n",
        "{k: !}",
        "1:4 invalid-yaml: a list cannot begin beside its key\n  help: write each `- ` on a line of its own below the key, or `[a, b]`; put a text that begins with `-` in quotes\n",
    );
    check(
        "k: -\n",
        "{k: !}",
        "1:4 invalid-yaml: a list cannot begin beside its key\n  help: write each `- ` on a line of its own below the key, or `[a, b]`; put a text that begins with `-` in quotes\n",
    );
    check(
        "title Grow\nteam: x\n",
        "{team: x}",
        "1:1 invalid-yaml: this line has no `key: value`\n  help: write `title: Grow`\n",
    );
    check(
        "team: x\ntitle=Grow\n",
        "{team: x}",
        "2:1 invalid-yaml: this line has no `key: value`\n  help: write `title: Grow`\n",
    );
    check(
        "team: x\ntitle:Grow\nb: c\n",
        "{team: x, title: !, b: c}",
        "2:1 invalid-yaml: no space stands behind `title:`\n  help: write `title: Grow`\n",
    );
    check(
        "a:1\nb: 2\n",
        "{a: !, b: 2}",
        "1:1 invalid-yaml: no space stands behind `a:`\n  help: write `a: 1`\n",
    );
    check(
        "team: x\n\nWhy this matters to all of us here.\n",
        "{team: x}",
        "3:1 invalid-yaml: this line has no `key: value`\n  help: is the line `---` missing that ends the front matter?\n",
    );
    check(
        "a: | text\n",
        "{a: !}",
        "1:4 invalid-yaml: a value that begins with `|` is no text in YAML\n  help: put it in quotes: `\"| text\"`\n",
    );
    check(
        "a: > 5\n",
        "{a: !}",
        "1:4 invalid-yaml: a value that begins with `>` is no text in YAML\n  help: put it in quotes: `\"> 5\"`\n",
    );
    check(
        "a: & b\n",
        "{a: !}",
        "1:4 invalid-yaml: a value that begins with `&` is no text in YAML\n  help: put it in quotes: `\"& b\"`\n",
    );
    check(
        "a: * b\n",
        "{a: !}",
        "1:4 invalid-yaml: a value that begins with `*` is no text in YAML\n  help: put it in quotes: `\"* b\"`\n",
    );
    check(
        "a: ? b\n",
        "{a: !}",
        "1:4 invalid-yaml: a value that begins with `?` is no text in YAML\n  help: put it in quotes: `\"? b\"`\n",
    );
    check(
        "a: ,b\n",
        "{a: !}",
        "1:4 invalid-yaml: a value that begins with `,` is no text in YAML\n  help: put it in quotes: `\",b\"`\n",
    );
    check(
        "a: !e!x b\n",
        "{a: !}",
        "1:4 invalid-yaml: a value that begins with `!` is no text in YAML\n  help: put it in quotes: `\"!e!x b\"`\n",
    );
    check(
        "a: **bold** b\n",
        "{a: !}",
        "1:4 invalid-yaml: a value that begins with `*` is no text in YAML\n  help: put it in quotes: `\"**bold** b\"`\n",
    );
    check(
        "a: }\n",
        "{a: !}",
        "1:4 invalid-yaml: this `}` closes nothing\n  help: take it out, or put the text in quotes\n",
    );
    check(
        "a: \"x\"#y\n",
        "{a: !}",
        "1:7 invalid-yaml: no space stands before `#`\n  help: write a space before and behind the `#` of a comment, or put the text in quotes\n",
    );
    check(
        "a: x\u{feff}\nb: \u{feff}y\n",
        "{a: x\u{feff}, b: !}",
        "2:4 invalid-yaml: an invisible character U+FEFF stands here\n  help: delete it\n",
    );
    check(
        "a: 1\u{7}b\n",
        "{a: !}",
        "1:5 invalid-yaml: a control character U+0007 stands here\n  help: delete it\n",
    );
    check(
        "%YAML 1.2\n---\na: 1\n",
        "{a: 1}",
        "1:1 invalid-yaml: a line that begins with `%` is a YAML directive; directives are not read\n  help: take the line out\n",
    );
    check(": b\n", "{}", "1:1 invalid-yaml: a `:` without a key before it\n");
    check(
        "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\n",
        "{}",
        "1:1 invalid-yaml: a merge conflict is not resolved\n  help: keep one side, and take out the lines `<<<<<<<`, `=======` and `>>>>>>>`\n",
    );
}

#[test]
fn a_hash_behind_a_space_cuts_a_value() {
    check(
        "title: Reach #1\n",
        "{title: Reach}",
        "1:14 cut-by-comment: `#1` would be cut off: behind a space, `#` begins a comment\n  help: write `\"Reach #1\"`; a comment has a space behind its `#`\n",
    );
    check("title: Reach # 1\n", "{title: Reach}", "");
    check("title: Reach#1\n", "{title: Reach#1}", "");
    check("title: \"Reach #1\"\n", "{title: \"Reach #1\"}", "");
    check("title: 'Reach' #1\n", "{title: \"Reach\"}", "");
    check(
        "accent: #0b5fff\n",
        "{accent: !}",
        "1:9 cut-by-comment: `#0b5fff` would be cut off: behind a space, `#` begins a comment\n  help: write `\"#0b5fff\"`; a comment has a space behind its `#`\n",
    );
    check("key_results: #todo\n  - x\n", "{key_results: [x]}", "");
    check("key_results: # todo\n  - x\n", "{key_results: [x]}", "");
    check(
        "title: Reach #\n",
        "{title: Reach}",
        "1:14 cut-by-comment: `#` would be cut off: behind a space, `#` begins a comment\n  help: write `\"Reach #\"`; a comment has a space behind its `#`\n",
    );
    check(
        "tags:\n  - a #b\n  - c # d\n",
        "{tags: [a, c]}",
        "2:7 cut-by-comment: `#b` would be cut off: behind a space, `#` begins a comment\n  help: write `\"a #b\"`; a comment has a space behind its `#`\n",
    );
    check(
        "tags: [a, b #c\n  ]\n",
        "{tags: [a, b]}",
        "1:13 cut-by-comment: `#c` would be cut off: behind a space, `#` begins a comment\n  help: write `\"b #c\"`; a comment has a space behind its `#`\n",
    );
    check(
        "title: Reach #1\n  and more\n",
        "{title: !}",
        "1:14 cut-by-comment: `#1` would be cut off: behind a space, `#` begins a comment\n  help: put the whole text in quotes\n",
    );
    check(
        "title: a ## b\n",
        "{title: a}",
        "1:10 cut-by-comment: `## b` would be cut off: behind a space, `#` begins a comment\n  help: write `\"a ## b\"`; a comment has a space behind its `#`\n",
    );
    check(
        "key #1: a\n",
        "key",
        "1:5 cut-by-comment: `#1: a` would be cut off: behind a space, `#` begins a comment\n  help: write `\"key #1: a\"`; a comment has a space behind its `#`\n",
    );
    check("a: [x] #y\n", "{a: [x]}", "");
}

#[test]
fn anchors_aliases_tags_merge_keys_and_documents_are_refused() {
    check(
        "a: &x 1\nb: *x\nc: *y\n",
        "{a: 1, b: !, c: !}",
        "1:4 invalid-yaml: `&x` is a YAML anchor; anchors are not read\n  help: write the value out, or put a text that begins so in quotes\n2:4 invalid-yaml: `*x` is a YAML alias; aliases are not read\n  help: write the value out, or put a text that begins so in quotes\n3:4 invalid-yaml: `*y` is a YAML alias; aliases are not read\n  help: write the value out, or put a text that begins so in quotes\n",
    );
    check(
        "a: !t 1\nb: !!str 2\nc: !\n",
        "{a: 1, b: 2, c: }",
        "1:4 invalid-yaml: `!t` is a YAML tag; tags are not read\n  help: write the value out, or put a text that begins so in quotes\n2:4 invalid-yaml: `!!str` is a YAML tag; tags are not read\n  help: write the value out, or put a text that begins so in quotes\n3:4 invalid-yaml: `!` is a YAML tag; tags are not read\n  help: write the value out, or put a text that begins so in quotes\n",
    );
    check(
        "<<: {a: 1}\nb: 2\n",
        "{b: 2}",
        "1:1 invalid-yaml: `<<` is a YAML merge key; merge keys are not read\n",
    );
    check(
        "&a b: 1\n*a : 1\n",
        "{b: 1}",
        "1:1 invalid-yaml: `&a` is a YAML anchor; anchors are not read\n  help: write the value out, or put a text that begins so in quotes\n2:1 invalid-yaml: `*a` is a YAML alias; aliases are not read\n  help: write the value out, or put a text that begins so in quotes\n",
    );
    check(
        "[a]: b\n{c: d}: e\n",
        "{}",
        "1:1 invalid-yaml: a key is a word, not a list or a mapping\n2:1 invalid-yaml: a key is a word, not a list or a mapping\n",
    );
    check(
        "a: 1\n--- b\n",
        "{a: 1}",
        "2:1 invalid-yaml: a second YAML document begins here\n  help: keep one document in a file\n",
    );
    check(
        "a: 1\n...\nb: 2\n",
        "{a: 1}",
        "3:1 invalid-yaml: a second YAML document begins here\n  help: keep one document in a file\n",
    );
}

#[test]
fn tabs_do_not_indent() {
    let tab = |place: &str| {
        format!(
            "{place} invalid-yaml: this line is indented with a tab\n  help: indent with spaces: YAML does not take tabs there\n"
        )
    };
    check(
        "\ta: 1\n\tb: 2\n",
        "{a: 1, b: 2}",
        &tab("1:1").replace(
            "this line is indented with a tab",
            "this line and another one are indented with tabs",
        ),
    );
    check("\ta: 1\nb: 2\n", "{a: 1}", &tab("1:1"));
    check("a: 1\n\tb: 2\n", "{a: 1}", &tab("2:1"));
    check("k:\n  - id: x\n    \ttitle: y\n", "{k: [{id: x}]}", &tab("3:5"));
    check("a: |\n  x\n\ty\nb: 2\n", "{a: \"x\\n\", b: 2}", &tab("3:1"));
    check("a: {\n\tb: c\n}\n", "{a: {b: c}}", &tab("2:1"));
    check("a:\n  -\tb\nc:\td\n", "{a: [b], c: d}", "");
    check("a: \"x\n\ty\"\nb: [x,\n\ty]\n", "{a: \"x y\", b: [x, y]}", "");
}

#[test]
fn a_key_stands_once() {
    check(
        "a: 1\nb: 2\na: 3\n",
        "{a: 1, b: 2}",
        "3:1 duplicate-key: `a` stands twice; the first one is on line 1\n  help: keep one of them\n",
    );
    check(
        "x: {a: 1, \"a\": 2}\n",
        "{x: {a: 1}}",
        "1:11 duplicate-key: `a` stands twice; the first one is on line 1\n  help: keep one of them\n",
    );
    check("a: 1\nA: 2\n", "{a: 1, A: 2}", "");
}

#[test]
fn several_faults_are_found_in_one_go() {
    check(
        "owner: @ana\nunit: %\ntitle: Grow: fast\ntags: [a\nteam: support\nweight:2\nb: `x`\n",
        "{owner: !, unit: !, title: !, tags: !, team: support, weight: !, b: !}",
        "1:8 invalid-yaml: a handle is written without `@`\n  did you mean `ana`?\n2:7 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%\"`\n3:8 invalid-yaml: the text `Grow: fast` has a `:` in it\n  help: put the text in quotes: `\"Grow: fast\"`\n4:7 invalid-yaml: this `[` has no closing `]`\n  help: write `]` behind the last entry\n6:1 invalid-yaml: no space stands behind `weight:`\n  help: write `weight: 2`\n7:4 invalid-yaml: a value cannot begin with a backtick\n  help: put it in quotes: \"`x`\"\n",
    );
    check(
        "title: Grow: fast\nkey_results:\n  - id: a\n   title: x\n  - id: b\n    unit: %\n    owner: @bo\n",
        "{title: !, key_results: [{id: a}, {id: b, unit: !, owner: !}]}",
        "1:8 invalid-yaml: the text `Grow: fast` has a `:` in it\n  help: put the text in quotes: `\"Grow: fast\"`\n4:4 invalid-yaml: this line begins in column 4, where no key above does\n  help: indent it like the lines it belongs to\n6:11 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%\"`\n7:12 invalid-yaml: a handle is written without `@`\n  did you mean `bo`?\n",
    );
    check(
        "a:\n\t- x\nb: %\n",
        "{a: [x], b: !}",
        "2:1 invalid-yaml: this line is indented with a tab\n  help: indent with spaces: YAML does not take tabs there\n3:4 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%\"`\n",
    );
}

#[test]
fn places_are_exact_in_bytes() {
    let text = "é: ü\nlist: [ä, \"ö\"]\nfolded:\n  a\n  b\nquoted: 'x\n  y'\nblock: |\n  z\nmap: { k: v }\n";
    let source = SourceFile::new("a.md", format!("---\n{text}---\n").into_bytes());
    let tree = read(FileId(0), &source, Span::new(4..4 + text.len()), &mut Vec::new()).expect("it is YAML");
    let mut slices = Vec::new();
    let mut open = vec![&tree.root];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::Sequence(items) => open.extend(items.iter().rev()),
            Value::Mapping(entries) => {
                slices.extend(entries.iter().map(|entry| source.slice(entry.key_span)));
                open.extend(entries.iter().rev().map(|entry| &entry.value));
            }
            _ => {}
        }
        slices.push(source.slice(node.span));
    }
    assert_eq!(
        slices,
        [
            "é",
            "list",
            "folded",
            "quoted",
            "block",
            "map",
            text.trim_end(),
            "ü",
            "[ä, \"ö\"]",
            "ä",
            "\"ö\"",
            "a\n  b",
            "'x\n  y'",
            "z\n",
            "k",
            "{ k: v }",
            "v",
        ]
    );
}

/// Hostile texts: what counts is that reading ends soon, and in a few words.
fn ends(text: &str, first: &str) {
    #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
    let begun = std::time::Instant::now();
    let (_, findings) = read_shown(text);
    assert!(begun.elapsed().as_secs() < 5, "{:.40}", text);
    let said = findings
        .lines()
        .next()
        .and_then(|line| line.split_once(' '))
        .map_or("", |(_, said)| said);
    assert_eq!(said, first, "{:.40}", text);
}

#[test]
fn depth_ends_at_sixteen() {
    let nested = |depth: usize| format!("a: {}{}\n", "[".repeat(depth), "]".repeat(depth));
    ends(&nested(15), "");
    ends(
        &nested(16),
        "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
    );
    ends(
        &nested(100_000),
        "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
    );
    ends(
        &format!("a: {}", "[".repeat(100_000)),
        "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
    );
    ends(
        &"- ".repeat(30_000),
        "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
    );
    ends(
        &format!("{}1", "{a: ".repeat(30_000)),
        "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
    );
    let steps: String = (0..300)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    ends(
        &steps,
        "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
    );
}

#[test]
fn hostile_texts_end_soon() {
    let bomb: String = (1..40)
        .map(|i| format!("a{i}: &a{i} [{}]\n", format!("*a{},", i - 1).repeat(9)))
        .collect();
    ends(
        &bomb,
        "invalid-yaml: `&a1` is a YAML anchor; anchors are not read",
    );
    ends(
        &"a: @b\n".repeat(10_000),
        "invalid-yaml: a handle is written without `@`",
    );
    ends(
        &"a: 'b\n".repeat(10_000),
        "invalid-yaml: this text has no closing `'`",
    );
    ends(
        &"a: [\n".repeat(10_000),
        "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
    );
    ends(&"a\n".repeat(30_000), "");
    ends(
        &"? ".repeat(30_000),
        "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
    );
    ends(&"\t".repeat(60_000), "");
    ends(&"x".repeat(60_000), "");
    let keys: String = (0..6_000).map(|i| format!("k{}: v\n", i / 2)).collect();
    ends(
        &keys,
        "duplicate-key: `k0` stands twice; the first one is on line 1",
    );
    ends(
        &format!("a: \"{}\n", "\\q".repeat(30_000)),
        "invalid-yaml: `\\q` is no escape that YAML knows",
    );
}

/// As serde_yaml has it, or `None` where it says no.
fn oracle(text: &str) -> Option<serde_yaml::Value> {
    serde_yaml::from_str(text).ok()
}

fn same(ours: &Node<'_>, theirs: &serde_yaml::Value) -> bool {
    use serde_yaml::Value as Theirs;
    match (&ours.value, theirs) {
        (Value::Sequence(ours), Theirs::Sequence(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Mapping(ours), Theirs::Mapping(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, (key, theirs))| {
                    let is_key = key.as_str() == Some(&ours.key) || oracle(&ours.key).as_ref() == Some(key);
                    is_key && same(&ours.value, theirs)
                })
        }
        (Value::Plain(ours) | Value::Quoted(ours), Theirs::String(theirs)) => ours == theirs,
        // What they take for a number or a word of their own is text here, and the same when they read it again.
        (Value::Plain(ours), theirs) => oracle(ours).as_ref() == Some(theirs),
        _ => false,
    }
}

fn agree(text: &str) {
    let source = SourceFile::new("a.md", text.as_bytes().to_vec());
    let mut out = Vec::new();
    let tree = read(FileId(0), &source, Span::new(0..source.text.len()), &mut out);
    // Line ends to YAML 1.1, which serde_yaml reads, and to no editor.
    let old = source.text.contains(['\u{85}', '\u{2028}', '\u{feff}']);
    let theirs = oracle(&source.text).filter(|_| !old);
    if let (Some(tree), Some(theirs), true) = (&tree, theirs, out.is_empty())
        && !theirs.is_string()
    {
        let is_empty = theirs.is_null() && tree.root.value == Value::Mapping(Vec::new());
        assert!(
            is_empty || same(&tree.root, &theirs),
            "{text:?}: {:?} {theirs:?}",
            tree.root
        );
    }
    for finding in out {
        assert!(
            finding.span.end as usize <= source.text.len() && finding.span.start <= finding.span.end,
            "{text:?}"
        );
        assert!(
            source.text.is_char_boundary(finding.span.start as usize),
            "{text:?}"
        );
        assert!(
            source.text.is_char_boundary(finding.span.end as usize),
            "{text:?}"
        );
    }
}

#[test]
fn what_serde_yaml_reads_too_has_the_same_value() {
    for text in [
        "title: Grow\nperiod: 2026-Q3\ntags: [a, b]\nkey_results:\n  - id: x\n    start: 9\n    rubric: { 0.3: 8, 0.7: 5.5 }\n",
        "a: no\nb: ~\nc: 1.10\nd: 2026-07-31\ne: yes\n",
        "a: \"x\\ty\"\nb: 'it''s'\nc: |\n  one\n   two\n\nd: >-\n  one\n  two\n",
        "a:\n- b: 1\n  c: 2\n- - d\n  - e\n",
        "{a: [1, {b: c}], \"d\": e}",
    ] {
        agree(text);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]
    #[test]
    fn no_text_breaks_the_reader(parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..24)) {
        agree(&parts.concat());
    }
}

const PARTS: &[&str] = &[
    "a",
    "b: ",
    "c:\n",
    "\n",
    "  ",
    "    ",
    " ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "\"",
    "'",
    "#",
    " # x",
    " #y",
    ":",
    ": ",
    "@ana",
    "%",
    "`",
    "&x ",
    "*x",
    "!t ",
    "|\n",
    ">\n",
    "~",
    "null",
    "1.5",
    "é",
    "🎯",
    "\t",
    "\\",
    "\\q",
    "---\n",
    "...\n",
    "? ",
    "<<: ",
    "<<<<<<< HEAD\n",
    "x:y",
    "=",
    "\u{feff}",
    "\u{7}",
    "\u{85}",
    "\u{2028}",
    "key: value\n",
    "- item\n",
    "\n\n",
];
