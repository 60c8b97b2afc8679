//! What `okr explain` says of a rule or an error of form: why, the weak and the strong example, and how to change it here.

use std::io::{self, Write};

use super::{Colour, Findings, fit, show, text};
use crate::config::{self, Config};
use crate::diagnostic::names::{Name, Sort};
use crate::diagnostic::{Message, Severity};
use crate::msg;
use crate::rules::form::{Form, Sample};
use crate::rules::{self, Example, Pair, Rule};
use crate::words::Language;

/// Widest lines of prose.
const PROSE: usize = 100;
const INDENT: &str = "  ";
const CODE: &str = "      ";

/// What is known of a name.
#[derive(Clone, Copy)]
pub enum Explained {
    /// A rule with its examples.
    Rule(&'static Rule),
    /// What is found while files are read.
    Form(&'static Form),
}

/// How it is told.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// What is set here.
    pub config: &'a Config,
    /// For a terminal or not.
    pub colour: Colour,
    /// Columns of the terminal.
    pub columns: usize,
}

/// Tells everything about a name.
pub fn explanation(
    name: &Name,
    explained: Explained,
    telling: Telling<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut teller = Teller { telling, out };
    teller.head(name)?;
    match explained {
        Explained::Rule(rule) => {
            teller.prose(rule.why.in_language(teller.language()))?;
            teller.rule(rule)?;
        }
        Explained::Form(form) => {
            let language = teller.language();
            teller.prose(form.meaning.in_language(language))?;
            teller.prose(form.remedy.in_language(language))?;
            teller.heading(&msg!("Wrong"))?;
            teller.sample(form.wrong)?;
            teller.heading(&msg!("Right"))?;
            teller.sample(form.right)?;
        }
    }
    match name.sort {
        Sort::Rule => teller.settings(name),
        Sort::Form => {
            writeln!(teller.out)?;
            let said = msg!(
                "What is wrong with the form of a file cannot be switched off or allowed: nobody would know what the file means."
            );
            teller.plain(&said)
        }
    }
}

struct Teller<'a> {
    telling: Telling<'a>,
    out: &'a mut dyn Write,
}

impl Teller<'_> {
    fn language(&self) -> Language {
        self.telling.config.language
    }

    fn say(&self, message: &Message) -> String {
        self.language().say(message)
    }

    fn paint(&self, style: &str, text: &str) -> String {
        self.telling.colour.paint(style, text)
    }

    /// `missing-guard — info here, info by default`
    fn head(&mut self, name: &Name) -> io::Result<()> {
        let here = match name.sort {
            Sort::Rule => self.telling.config.severity(name.name),
            Sort::Form => name.severity,
        };
        let words = self.language().page_words();
        let word = |severity: Severity| match severity {
            Severity::Error => words.error,
            Severity::Warning => words.warning,
            Severity::Info => words.info,
            Severity::Off => words.off,
        };
        let said = match name.sort {
            Sort::Form => msg!("{severity}", severity = word(name.severity)),
            Sort::Rule if here == name.severity => msg!("{severity}, as by default", severity = word(here)),
            Sort::Rule => msg!(
                "{severity} here, {default} by default",
                severity = word(here),
                default = word(name.severity)
            ),
        };
        let style = text::style(here);
        let line = format!(
            "{}  {}",
            self.paint("1", name.name),
            self.paint(style, &self.say(&said))
        );
        writeln!(self.out, "{line}")
    }

    fn prose(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out)?;
        for line in fit::lines(text, self.columns().saturating_sub(INDENT.len())) {
            writeln!(self.out, "{INDENT}{line}")?;
        }
        Ok(())
    }

    fn columns(&self) -> usize {
        self.telling.columns.min(PROSE)
    }

    fn plain(&mut self, said: &Message) -> io::Result<()> {
        for line in fit::lines(&self.say(said), self.columns()) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    fn heading(&mut self, said: &Message) -> io::Result<()> {
        let said = self.paint("1", &self.say(said));
        writeln!(self.out, "\n{said}")
    }

    /// Where a piece of text stands.
    fn caption(&mut self, caption: &str) -> io::Result<()> {
        let caption = self.paint("36", caption);
        writeln!(self.out, "{INDENT}{caption}")
    }

    fn code(&mut self, text: &str) -> io::Result<()> {
        for line in text.lines() {
            writeln!(self.out, "{}", format!("{CODE}{}", show(line)).trim_end())?;
        }
        Ok(())
    }

    fn rule(&mut self, rule: &Rule) -> io::Result<()> {
        let Pair { weak, strong, .. } = rule.examples(self.language());
        self.heading(&msg!("Weak"))?;
        self.example(&weak)?;
        let (sources, findings) = rules::of_example(&weak);
        let list: Vec<_> = findings
            .into_iter()
            .filter(|finding| finding.rule == rule.name)
            .collect();
        let found = Findings {
            list: &list,
            sources: &sources,
            colour: self.telling.colour,
            language: self.language(),
            prefix: "",
        };
        let mut said = Vec::new();
        (text::FORMAT.print)(&found, &mut said)?;
        writeln!(self.out)?;
        for line in String::from_utf8_lossy(&said).lines() {
            writeln!(self.out, "{}", format!("{INDENT}{line}").trim_end())?;
        }
        self.heading(&msg!("Strong"))?;
        self.example(&strong)
    }

    fn example(&mut self, example: &Example) -> io::Result<()> {
        // Settings without anything in them are there for our tests only.
        let files = example.files.iter().filter(|(_, text)| *text != "{}\n");
        for (at, (path, text)) in files.clone().enumerate() {
            match files.clone().take(at).any(|(other, _)| other == path) {
                true => self.caption(&self.say(&msg!("{path}, committed a day later", path = path)))?,
                false => self.caption(path)?,
            }
            self.code(text)?;
        }
        Ok(())
    }

    fn sample(&mut self, sample: Sample) -> io::Result<()> {
        let (caption, text) = match sample {
            Sample::KeyResult(text) => (msg!("below `key_results:`"), text),
            Sample::Objective(text) => (msg!("in the front matter"), text),
            Sample::Body(text) => (msg!("in the text"), text),
            Sample::File(text) => (msg!("the whole file"), text),
            Sample::Settings(text) => {
                self.caption("okr.yaml")?;
                return self.code(text);
            }
            Sample::Paths(paths) => {
                for path in paths {
                    writeln!(self.out, "{CODE}objectives/{path}")?;
                }
                return Ok(());
            }
            Sample::Words(said) => {
                for line in fit::lines(said.in_language(self.language()), self.columns() - CODE.len()) {
                    writeln!(self.out, "{CODE}{line}")?;
                }
                return Ok(());
            }
        };
        let caption = self.say(&caption);
        self.caption(&caption)?;
        self.code(text)
    }

    /// How it is set, and how it is allowed.
    fn settings(&mut self, name: &Name) -> io::Result<()> {
        let parameters = config::parameters(name.name);
        self.heading(&msg!("To set it for everybody, in `okr.yaml`"))?;
        let severity = self.telling.config.severity(name.name).name();
        let setting = if parameters.is_empty() {
            format!("{}: {severity}", name.name)
        } else {
            let limits = parameters.iter().map(|(parameter, _)| {
                let limit = self.telling.config.limit(name.name, parameter);
                format!("{parameter}: {limit}")
            });
            let limits: Vec<String> = limits.collect();
            format!("{}: {{ {}, severity: {severity} }}", name.name, limits.join(", "))
        };
        self.code(&format!("rules:\n  {setting}   # error, warning, info, off\n"))?;
        self.heading(&msg!(
            "To allow it in one place, in the objective or its key result"
        ))?;
        let reason = self.say(&msg!("why it is right here; everybody can read this"));
        self.code(&format!(
            "allow:\n  - rule: {}\n    reason: {reason}\n",
            name.name
        ))
    }
}
