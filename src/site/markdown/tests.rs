//! What bodies and short texts become, with every link, heading and note in them.

use super::*;
use crate::model::Note;
use crate::site::fixture::Fixture;
use crate::site::route::Route;

fn fixture(body: &str) -> Fixture {
    let mut fixture = Fixture::new()
        .objective("2026-H2/a", "")
        .objective("2026-H2/b", body)
        .check_ins(70, jiff::civil::date(2026, 8, 1))
        .asset("objectives/2026-H2/_img/p.svg")
        .asset("docs/plan é.pdf")
        .asset("docs/page.html")
        .asset(".git/config");
    fixture.book.config.images = vec!["https://img.example".to_owned()];
    fixture
}

fn written(body: &str) -> String {
    let fixture = fixture(body);
    let site = fixture.site();
    let objective = &fixture.book[fixture.last()];
    let here = Here::at(Route::Objective(&objective.id).file());
    let mut html = Html::new();
    let mut reader = Reader::of_objective(&site, &here, fixture.last());
    reader.blocks(&mut html, &objective.prose, &mut Headings::anchored(2));
    reader.footnotes(&mut html);
    html.into_string()
}

fn check(body: &str, expected: &str) {
    assert_eq!(written(body), expected, "{body}");
}

#[test]
fn plain_markdown_is_written() {
    check(
        "a *b* **c** ~~d~~ `e <f>`",
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e &lt;f&gt;</code></p>",
    );
    check(
        "- a\n- [x] b\n- [ ] c",
        "<ul><li>a</li><li class=\"task\"><span aria-hidden=\"true\">☑</span><span class=\"vh\">done:</span> b</li><li class=\"task\"><span aria-hidden=\"true\">☐</span><span class=\"vh\">to do:</span> c</li></ul>",
    );
    check("3. a\n\n   b\n", "<ol start=\"3\"><li><p>a</p><p>b</p></li></ol>");
    check("> a\n\n---\n", "<blockquote><p>a</p></blockquote><hr>");
    check("a  \nb\nc", "<p>a<br>b\nc</p>");
    check(
        "```sh x\na & b\n```",
        "<pre tabindex=\"0\"><code class=\"language-sh\">a &amp; b\n</code></pre>",
    );
    check(
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table 1\"><table class=\"tbl\"><thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"ar\">b</th></tr></thead><tbody><tr><td>1</td><td class=\"ar\">2</td></tr></tbody></table></div>",
    );
}

#[test]
fn headings_never_skip_a_level_and_never_take_the_name_of_something_else() {
    check(
        "# A\n\n#### B\n\n## nps\n",
        "<h3 id=\"okr-h-a\">A</h3><h4 id=\"okr-h-b\">B</h4><h4 id=\"okr-h-nps\">nps</h4>",
    );
    check(
        "###### getElementById\n\n# getElementById\n",
        "<h3 id=\"okr-h-getelementbyid\">getElementById</h3><h3 id=\"okr-h-getelementbyid-1\">getElementById</h3>",
    );
    assert!(!written("# \" onclick=alert(1) x=\"\n").contains("\" onclick"));
}

#[test]
fn links_lead_to_pages_of_the_site() {
    let to = |destination: &str| {
        let html = written(&format!("[x]({destination})"));
        html.strip_prefix("<p><a href=\"")
            .map_or(String::from("text"), |rest| {
                rest.split('"').next().unwrap_or("").to_owned()
            })
    };
    assert_eq!(to("a.md"), "../a/index.html");
    assert_eq!(to("../2026-H2/a.md#nps"), "../a/index.html#nps");
    assert_eq!(to("/objectives/2026-H2/a.md#unknown"), "../a/index.html");
    assert_eq!(to("#nps"), "#nps");
    assert_eq!(to("#2026-10-09"), "#2026-10-09");
    assert_eq!(to("b.md#2026-08-01"), "history/index.html#2026-08-01");
    assert_eq!(
        to("../../docs/plan%20%C3%A9.pdf"),
        "../../../files/docs/plan%20%C3%A9.pdf"
    );
    for nothing in [
        "c.md",
        "#c",
        "../../docs/page.html",
        "../../.git/config",
        "../../..",
        "mailto",
        "docs",
    ] {
        assert_eq!(to(nothing), "text", "{nothing}");
    }
    check(
        "[x](#background)\n\n## Background",
        "<p><a href=\"#okr-h-background\">x</a></p><h3 id=\"okr-h-background\">Background</h3>",
    );
}

#[test]
fn links_lead_outside_to_the_web_and_to_mail() {
    check(
        "[x](https://a.example \"t\")",
        "<p><a href=\"https://a.example\" rel=\"noopener nofollow\" title=\"t\">x</a></p>",
    );
    check(
        "<a@b.example> <https://a.example/?a=1&b=2>",
        "<p><a href=\"mailto:a@b.example\">a@b.example</a> <a href=\"https://a.example/?a=1&amp;b=2\" rel=\"noopener nofollow\">https://a.example/?a=1&amp;b=2</a></p>",
    );
    check(
        "see https://a.example/b_c_d?x=[1]&y.",
        "<p>see <a href=\"https://a.example/b_c_d?x=[1]&amp;y\" rel=\"noopener nofollow\">https://a.example/b_c_d?x=[1]&amp;y</a>.</p>",
    );
    check(
        "[https://a.example](a.md) `https://b.example`",
        "<p><a href=\"../a/index.html\">https://a.example</a> <code>https://b.example</code></p>",
    );
    check(
        "[](https://a.example)",
        "<p><a href=\"https://a.example\" rel=\"noopener nofollow\">https://a.example</a></p>",
    );
}

#[test]
fn images_come_from_the_repository_or_from_a_host_that_is_named() {
    check(
        "![p 95](_img/p.svg)",
        "<p><img src=\"../../../files/objectives/2026-H2/_img/p.svg\" alt=\"p 95\" loading=\"lazy\"></p>",
    );
    check(
        "![x](https://img.example/a.png)",
        "<p><img src=\"https://img.example/a.png\" alt=\"x\" loading=\"lazy\"></p>",
    );
    check(
        "![x](https://img.example.evil.example/a.png)",
        "<p><a href=\"https://img.example.evil.example/a.png\" rel=\"noopener nofollow\">x</a></p>",
    );
    check(
        "![x](https://img.example@evil.example/a.png)",
        "<p><a href=\"https://img.example@evil.example/a.png\" rel=\"noopener nofollow\">x</a></p>",
    );
    check(
        "[![x *y*](https://o.example/a.png)](a.md)",
        "<p><a href=\"../a/index.html\">x y</a></p>",
    );
    check(
        "![x](none.png) ![](data:image/svg+xml,y)",
        "<p>x data:image/svg+xml,y</p>",
    );
}

#[test]
fn footnotes_stand_at_the_end_with_a_way_back() {
    check(
        "a[^x] b[^x]\n\n[^x]: see[^y]\n\n[^y]: end\n",
        "<p>a<sup><a id=\"okr-fnref-1-1\" href=\"#okr-fn-1\">1</a></sup> b<sup><a id=\"okr-fnref-1-2\" href=\"#okr-fn-1\">1</a></sup></p>\
         <section class=\"fn md\" aria-label=\"Notes\"><ol><li id=\"okr-fn-1\">see<sup><a id=\"okr-fnref-2-1\" href=\"#okr-fn-2\">2</a></sup> <a href=\"#okr-fnref-1-1\" aria-label=\"Back to the text\">↩</a> <a href=\"#okr-fnref-1-2\" aria-label=\"Back to the text\">↩</a></li>\
         <li id=\"okr-fn-2\">end <a href=\"#okr-fnref-2-1\" aria-label=\"Back to the text\">↩</a></li></ol></section>",
    );
    check("a[^x]\n", "<p>a[^x]</p>");
    check(
        "[^x]: alone\n",
        "<section class=\"fn md\" aria-label=\"Notes\"><ol><li id=\"okr-fn-1\">alone</li></ol></section>",
    );
}

#[test]
fn raw_html_is_text_and_comments_are_left_out() {
    check("<b>x</b> <!-- y --> z", "<p>&lt;b&gt;x&lt;/b&gt;  z</p>");
    check("<div>\nx <!-- y\n</div>\n\nz", "<p>&lt;div&gt;\nx</p><p>z</p>");
    check("<!-- a -->\n\nb\n\n<!-- c\n\nd -->", "<p>b</p>");
    check("<!--> <i>", "<p>&lt;i&gt;</p>");
    check(
        "$x$ <math><mi>x</math>",
        "<p>$x$ &lt;math&gt;&lt;mi&gt;x&lt;/math&gt;</p>",
    );
}

#[test]
fn what_is_written_from_right_to_left_says_so() {
    check("مرحبا", "<p dir=\"auto\">مرحبا</p>");
}

#[test]
fn a_part_of_a_list_is_written_as_a_list() {
    let body = "- one\n\n- two\n\n- three\n\n[a]: https://a.example\n";
    let fixture = fixture(body);
    let site = fixture.site();
    let here = Here::at(Route::Objective("2026-H2/b").file());
    let span = |from: &str, to: &str| {
        let at = |text: &str| 17 + body.find(text).expect("it is there");
        Span::new(at(from)..at(to))
    };
    let check = |hidden: Vec<Span>, span: Span, expected: &str| {
        let mut reader = Reader::of_objective(&site, &here, fixture.last());
        reader.hidden = hidden.into();
        let mut html = Html::new();
        reader.blocks(&mut html, &[span], &mut Headings::below(3));
        assert_eq!(html.as_str(), expected);
    };
    check(
        Vec::new(),
        span("- two", "- three"),
        "<ul><li><p>two</p></li></ul>",
    );
    check(
        Vec::new(),
        span("- one", "- three"),
        "<ul><li><p>one</p></li><li><p>two</p></li></ul>",
    );
    check(
        vec![span("- one", "- two")],
        span("- one", "[a]"),
        "<ul><li><p>two</p></li><li><p>three</p></li></ul>",
    );
    check(
        vec![
            span("- one", "- two"),
            span("- two", "- three"),
            span("- three", "[a]"),
        ],
        span("- one", "[a]"),
        "",
    );
    let mut reader = Reader::of_objective(&site, &here, fixture.last());
    let mut html = Html::new();
    reader.item(&mut html, span("- two", "- three"));
    assert_eq!(html.as_str(), "two");
}

#[test]
fn a_note_is_what_stands_behind_its_reading() {
    let check = |item: &str, reading: &str, expected: &str| {
        let body = [item, "\n\n[r]: https://a.example\n"].concat();
        let fixture = fixture(&body);
        let site = fixture.site();
        let here = Here::at(Route::Objective("2026-H2/b").file());
        let start = 17 + body.find(reading).expect("it is there");
        let mut html = Html::new();
        Reader::of_objective(&site, &here, fixture.last()).note(
            &mut html,
            &Reading {
                key_result: crate::model::KeyResultIx(0),
                value: crate::model::Value::Number(1.0),
                typed_score: None,
                status: None,
                confidence: None,
                note: Note::default(),
                span: Span::new(start..start + reading.len()),
                item: Span::new(17..17 + item.len()),
            },
        );
        assert_eq!(html.as_str(), expected, "{item}");
    };
    check(
        "- nps: 4 (at risk) — it *fell*, [so][r]",
        "nps: 4 (at risk)",
        "it <em>fell</em>, <a href=\"https://a.example\" rel=\"noopener nofollow\">so</a>",
    );
    check("- **nps**: 4 -- a & b", "nps**: 4", "a &amp; b");
    check(
        "- nps: 4\n  A longer note\n  https://b.example\n",
        "nps: 4",
        "A longer note\n<a href=\"https://b.example\" rel=\"noopener nofollow\">https://b.example</a>",
    );
    check("- nps: 4 — one\n\n  two\n", "nps: 4", "one<p>two</p>");
    check("- nps: 4\n", "nps: 4", "");
}

#[test]
fn short_texts_are_short() {
    assert_eq!(
        phrase("a [b](https://c.example) *d* <e> `f`").as_str(),
        "a b <em>d</em> &lt;e&gt; <code>f</code>"
    );
    assert_eq!(plain("a [b](c) *d* `e` &amp; ![f](g)\n\nh"), "a b d e & f h");
    assert_eq!(plain("Rollback by itself"), "Rollback by itself");
    assert_eq!(plain("2. a"), "a");
    let fixture = fixture("");
    let site = fixture.site();
    let here = Here::at(Route::CheckIns.file());
    let file = fixture.book[fixture.last()].file;
    let mut html = Html::new();
    inline(&site, &here, &mut html, file, "see [a](a.md) & b");
    assert_eq!(
        html.as_str(),
        "see <a href=\"../objectives/2026-H2/a/index.html\">a</a> &amp; b"
    );
}

#[test]
fn linked_files_are_copied_and_nothing_else() {
    let mut fixture = fixture("");
    let link = |destination: &str| BodyLink {
        destination: destination.into(),
        span: Span::default(),
        image: false,
    };
    fixture.book.objectives[1].body_links = [
        "_img/p.svg",
        "../../docs/page.html",
        "../../.git/config",
        "none",
        "a.md",
        "https://a.example",
        "%2e%2e/../docs/plan%20%C3%A9.pdf#x",
    ]
    .map(link)
    .to_vec();
    let site = fixture.site();
    assert_eq!(
        assets_of(&site).into_iter().collect::<Vec<_>>(),
        ["docs/plan é.pdf", "objectives/2026-H2/_img/p.svg"]
    );
}

/// What a browser would find in HTML that this module wrote: its tags with their attributes.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let mut inside = &rest[open + 1..];
        let name_end = inside.find([' ', '>', '/', '\t', '\n']).unwrap_or(inside.len());
        let name_end = if inside.starts_with('/') {
            inside.find('>').unwrap_or(inside.len())
        } else {
            name_end
        };
        let name = inside[..name_end].to_owned();
        inside = &inside[name_end..];
        let mut attributes = Vec::new();
        loop {
            inside = inside.trim_start();
            if let Some(after) = inside.strip_prefix('>') {
                inside = after;
                break;
            }
            if let Some(after) = inside.strip_prefix("/>") {
                inside = after;
                break;
            }
            assert!(!inside.is_empty(), "a tag that is not closed: {html}");
            let end = inside.find(['=', ' ', '>']).unwrap_or(inside.len());
            let attribute = inside[..end].to_owned();
            inside = &inside[end..];
            let mut value = String::new();
            if let Some(after) = inside.strip_prefix("=\"") {
                let close = after.find('"').expect("the value is closed");
                value = after[..close].to_owned();
                inside = &after[close + 1..];
            }
            attributes.push((attribute, value));
        }
        tags.push((name, attributes));
        rest = inside;
    }
    tags
}

/// Whether nothing in it runs, loads, or takes a name that is not its own.
fn is_inert(html: &str) {
    const NAMES: &[&str] = &[
        "p",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "code",
        "ul",
        "ol",
        "li",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "img",
        "em",
        "strong",
        "del",
        "br",
        "hr",
        "sup",
        "span",
        "section",
    ];
    const ATTRIBUTES: &[&str] = &[
        "href",
        "rel",
        "title",
        "src",
        "alt",
        "loading",
        "id",
        "class",
        "dir",
        "start",
        "scope",
        "tabindex",
        "role",
        "aria-label",
        "aria-hidden",
    ];
    for (name, attributes) in tags(html) {
        let name = name.trim_start_matches('/');
        assert!(NAMES.contains(&name), "<{name}> in {html}");
        for (attribute, value) in attributes {
            assert!(ATTRIBUTES.contains(&attribute.as_str()), "{attribute} in {html}");
            match attribute.as_str() {
                "href" => assert!(
                    value.starts_with("https://")
                        || value.starts_with("http://")
                        || value.starts_with("mailto:")
                        || value.starts_with('#')
                        || value.starts_with("../../../"),
                    "{value} in {html}"
                ),
                "src" => assert!(
                    value.starts_with("https://img.example/") || value.starts_with("../../../files/"),
                    "{value} in {html}"
                ),
                "id" => assert!(value.starts_with("okr-"), "{value} in {html}"),
                "class" => assert!(!value.contains(['&', ';', '<']), "{value} in {html}"),
                _ => {}
            }
        }
    }
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<iframe srcdoc='<script>x</script>'></iframe>",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<![CDATA[<script>x</script>]]>",
    "<?php <script> ?>",
    "</p></main><script>x</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](&#106;avascript&colon;alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](\u{1}javascript:alert(1))",
    "[x](%6aavascript:alert(1))",
    "[x](javascript%3Aalert(1))",
    "[x](vbscript:x) [y](data:text/html;base64,x) [z](file:///etc/passwd) [w](blob:x)",
    "[x](//evil.example) [y](\\\\evil.example) [z](/\\evil.example) [w](/%5cevil.example) [v](https:evil)",
    "[x](https://a.example/\"onmouseover=alert(1)//)",
    "[x](https://a.example/ '\"><script>x</script>')",
    "![x\" onerror=\"alert(1)](https://img.example/a.png \"\\\" onload=\\\"x\")",
    "![x](javascript:alert(1)) ![y](data:image/svg+xml,<svg onload=x>) ![z](//evil.example/x.png)",
    "![x](https://img.example\\@evil.example/x) ![y](https://img.example:8080/x) ![z](https://img.example/../x)",
    "<javascript:alert(1)> <data:x> <vbscript:x> <https://a.example/'onclick=x>",
    "https://a.example/\"><script>x</script> http://a.example/'onclick=x",
    "[^\"><script>x</script>] x\n\n[^\"><script>x</script>]: y",
    "[^onclick=x]\n\n[^onclick=x]: <script>",
    "x[^__proto__] y[^constructor]\n\n[^__proto__]: a\n\n[^constructor]: b",
    "# body\n\n# document\n\n# okr-main {#attributes onclick=alert(1)}",
    "## <img src=x onerror=alert(1)>",
    "```\"><script>alert(1)</script>\nx\n```",
    "~~~sh onclick=alert(1)\nx\n~~~",
    "    <script>alert(1)</script>",
    "| <script> | \" onclick=x |\n|---|:-:|\n| [x](javascript:y) | <b |",
    "- [x] <script>\n- [ ](javascript:x)",
    "> <details open ontoggle=alert(1)>\n> <summary>x</summary>",
    "<details>\n\n[x](javascript:alert(1))\n\n</details>",
    "[ref]\n\n[ref]: javascript:alert(1) '\"onclick=x'",
    "[a]: //evil\n[b]: data:x\n[a] [b] ![a] ![b]",
    "$$\\href{javascript:alert(1)}{x}$$ \\(x\\)",
    "a\u{0}b <\u{0}script> \u{202e}x",
    "<style>*{background:url(javascript:x)}</style><link rel=stylesheet href=x><base href=//evil>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
];

#[test]
fn nothing_hostile_comes_through() {
    for hostile in HOSTILE {
        is_inert(&written(hostile));
        is_inert(&phrase(hostile).into_string());
    }
    is_inert(&written(&HOSTILE.join("\n\n")));
    is_inert(&written(&HOSTILE.concat()));
}

proptest::proptest! {
    #[test]
    fn no_mixture_of_hostile_pieces_comes_through(pieces in proptest::collection::vec((proptest::sample::select(HOSTILE), 0..20_usize, 0..40_usize), 1..6)) {
        let mut text = String::new();
        for (piece, from, length) in pieces {
            text.extend(piece.chars().skip(from).take(length));
            text.push(if from % 3 == 0 { '\n' } else { ' ' });
        }
        is_inert(&written(&text));
        is_inert(&phrase(&text).into_string());
    }
}

#[test]
fn no_text_takes_long() {
    let long = [
        "[".repeat(50_000),
        "![".repeat(50_000),
        "> ".repeat(300),
        "*a ".repeat(50_000),
        "- ".repeat(300),
        "`".repeat(50_000),
        "https://(".repeat(20_000),
        "<!--".repeat(50_000),
        "<!-- -->".repeat(20_000),
        "[^a] ".repeat(20_000) + "\n\n[^a]: x",
        "# a\n".repeat(20_000),
        "[a](#b) ".repeat(20_000),
        (0..5_000)
            .map(|n| format!("[^{n}]\n\n[^{n}]: [^{n}] x\n\n"))
            .collect(),
        "| a ".repeat(5_000) + "\n" + &"|---".repeat(5_000),
    ];
    for text in long {
        #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
        let begin = std::time::Instant::now();
        let html = written(&text);
        let seconds = begin.elapsed().as_secs_f64();
        assert!(seconds < 5.0, "{seconds} s for {}", &text[..20]);
        assert!(
            html.len() < 200 * text.len() + 10_000,
            "{} bytes for {}",
            html.len(),
            &text[..20]
        );
    }
}
