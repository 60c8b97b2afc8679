//! English titles.

use crate::words::title::{Form, TitleWords};

pub(in crate::words) const TITLE: TitleWords = TitleWords {
    working: "analyse analyze arrange assemble assess attend automate begin carry_out collate collect communicate compile \
        complete conduct configure consolidate containerise containerize continue coordinate define deploy \
        digitise digitize discuss document draft embed engage_with evaluate examine execute experiment_with \
        explore finalise finalize finish formalise formalize gather hire identify implement install integrate \
        investigate kick_off migrate modernise modernize onboard operationalise operationalize organise organize \
        participate_in perform port prepare prioritise prioritize produce publish put_in_place put_together rebuild \
        recruit redesign refactor relaunch reorganise reorganize replace research restructure retire revamp rework \
        rewrite roll_out schedule select send send_out set_up speak_at spin_up standardise standardize translate \
        visit work_on work_with write",
    working_or_noun: "audit demo fix host interview launch list map measure open pilot plan present \
        prototype release report review ship start survey test track train update upgrade",
    making: "build create design develop introduce make run set",
    adding: "add bring deliver establish offer provide",
    work: "build-out completion creation definition deployment design development documentation hiring implementation \
        installation integration introduction launch migration organisation organization preparation publication \
        recruitment redesign relaunch replacement rewrite roll-out rollout set-up setup",
    things: "ad ads agenda api app application applications apps architecture article articles backlog blog blogs book \
        books brochure budget campaign campaigns catalogue chatbot checklist checklists command component components \
        conference course courses crm dashboard dashboards database databases deck dictionary document documentation \
        documents endpoint endpoints engine erp event events export feature features form forms framework function guide \
        guidelines guides handbook hub infrastructure integration integrations interface intranet job_description kit \
        library logo logos map mvp module modules newsletter newsletters package pages page pilot pilots pipeline plan \
        plans platform playbook playbooks plugin podcast policies policy pool portal post posts presentation process \
        processes programme program prototype prototypes questionnaire releases report reports roadmap rulebook runbook \
        runbooks schema script scripts service_desk session sessions shop site sites software spec specification step \
        store strategy style_guide survey surveys system systems targets team_page template templates tool toolbox tools \
        tour training trainings tutorial tutorials v1 v2 version video videos view views warehouse webinar webinars \
        website websites wiki workflow workflows workshop workshops amas ama meetup meetups experiment experiments project projects cases",
    aims: "appetite atmosphere belief belonging calm clarity climate community confidence culture curiosity delight \
        demand environment excitement experience freedom habit habits happiness harmony impact joy learning love mindset \
        momentum movement passion peace pride reputation respect resilience safety sense serenity spirit transparency trust \
        value wellbeing well-being world",
    irregular: "move moving moved switch switching switched began built chose made ran sent set taught wrote written begun sent_out set_up rolled_out",
    leads: "we ve have has had been will shall to let lets s us please successfully finally",
    determiners: "the a an our your their its this these those all every each both another some any new more additional at",
    and: "and & or then",
    ends: "that which who whom whose where when while so for with without to in on at by of from into within via after \
        before until because as than across",
    relatives: "that which who whom whose where nobody everybody everyone people so loved trusted",
    of: "of to for",
    outcomes: "is are was were has have had can could reach reaches fall falls drop drops rise rises grow grows increase \
        increases decrease decreases improve improves stay stays remain remains take takes need needs get gets go goes \
        come comes wait waits cost costs last lasts begin begins end ends run runs work works answer answers use uses \
        find finds know knows rate rates recommend recommends say says feel feels become becomes hit hits exceed exceeds \
        pass passes leave leaves cover covers meet meets happen happens finish finishes return returns",
    comparisons: "below under within above over least most than less fewer more beyond per",
    improving: "accelerate advance align better boost clarify deepen encourage energise energize enhance enrich \
        evangelise evangelize facilitate foster leverage maximise maximize nurture optimise optimize polish professionalise \
        professionalize promote refine reinforce simplify speed_up streamline strengthen sustain improve upskill \
        harmonise harmonize focus_on",
    changing: "broaden cut decrease diminish double expand extend grow increase limit lower minimise minimize multiply \
        push raise reduce scale shorten shrink widen",
    changes: "improves improved increases increased decreases grows",
    vague: "adequate appropriate better bigger clearer closer considerably deeper easier effective effectively efficient \
        efficiently faster fewer greater happier higher less lots lower many more much numerous optimal proactively \
        quicker quickly regular regularly several significantly simpler smarter smoother some stronger substantially \
        sufficient tighter various wider world-class etc",
    not_vague_after: "no any not never longer nothing",
    measures: "absenteeism accuracy acceptance activation adoption age amount arr attendance attrition availability \
        average backlog balance bounce budget bugs churn clicks compliance consistency consumption conversion cost costs \
        count coverage csat cycle defects delay depth distance downtime duration emissions energy engagement enps error \
        errors frequency gmv growth headcount hours incidents income index interval latency lead level load loss lifetime \
        margin mau mean median minutes mrr mttr nps number openings orders output overtime participation payback \
        percentage percentile points precision price productivity profit quota rank ranking rate rates ratio reach recall \
        recognition references renewals response retention return returns revenue rework roi rating sales satisfaction \
        saving savings score scores share size speed spend stock throughput tickets time times traffic turnaround \
        turnover uptime usage use users utilisation utilization value velocity views visits volume wait waste weight \
        yield customers members subscribers teams followers awareness length",
    numbers: "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty \
        seventy eighty ninety hundred thousand million half halve halved third quarter twice double doubled triple zero \
        dozen majority",
    units: "ms s sec second seconds min minute minutes h hour hours day days week weeks fortnight month months year years \
        points point percent pp km m kg t tonnes tons kwh mwh gb mb tb euros euro dollars dollar pounds usd eur gbp \
        million billion k bn times fold stars clicks times-faster",
    targets: "to by below under above over than least most exceed exceeding beyond within reach reaches reaching hit \
        reached at",
    stretches: "first last next past previous for during of since every over the",
    before_years: "in by of for since until from before after end fy during early late through the our mid calendar",
    numbered: "phase tier level type version step wave part chapter class grade stage round iso soc rfc web industry \
        windows python java series area zone scope series priority article section form track gate",
    days: "january february march april may june july august september october november december monday tuesday wednesday \
        thursday friday saturday sunday quarter year-end christmas easter q1 q2 q3 q4 h1 h2",
    counted: "ads applications appointments articles audits blogs bugs calls campaigns candidates cases chats claims clicks \
        commits consultations contacts contracts courses deliveries demos deploys deployments documents downloads \
        e-mails emails enquiries events experiments features follow-ups followers impressions inquiries inspections \
        installs interviews invoices leads lessons letters likes lines mails meetings messages newsletters offers orders \
        outreaches pageviews parcels pieces posts proposals prospects publications quotes referrals registrations \
        releases reports requests reviews shipments sign-ups signups stories surveys tasks tests tickets trainings \
        transactions treatments tweets units uploads videos views visitors visits webinars words workshops",
    not_counted: "share rate ratio percentage average median mean time score satisfaction cost spend fewer less below under \
        reduce cut fall falls drop drops lower decrease decreases without correctly accepted qualified that who whose \
        minutes hours days % retained renewed reopened open overdue none",
    being: "is are was were be been being has have gets get stays stay remain remains",
    states: "live online available done gone open closed public complete ready_for in_place in_production in_use in_force \
        up_and_running over free_of able sent set sold built written known_to met paid kept begun held chosen proven \
        shut split taught won lost left",
    feelings: "admired aligned appreciated celebrated committed considered convinced delighted empowered enabled engaged \
        energised energized excited felt heard inspired interested involved known liked loved motivated perceived pleased \
        praised prized recognised recognized regarded respected satisfied seen supported trusted understood valued viewed \
        embedded improved streamlined",
    universal: "all every each no none nobody never nothing only zero without can",
    forms,
    is_participle: |word| word.len() > 4 && word.ends_with("ed"),
};

/// The verb, `-ing` and `-ed`.
fn forms(verb: &str) -> Vec<(String, Form)> {
    let (first, rest) = verb
        .split_once('_')
        .map_or((verb, ""), |(first, _)| (first, &verb[first.len()..]));
    let stem = match first.strip_suffix('e') {
        Some(stem) if !stem.ends_with('e') => stem.to_owned(),
        _ if doubles(first) => format!("{first}{}", &first[first.len() - 1..]),
        _ => first.to_owned(),
    };
    let past = match first.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ied"),
        _ => format!("{stem}ed"),
    };
    vec![
        (verb.to_owned(), Form::Sure),
        (format!("{stem}ing{rest}"), Form::Likely),
        (format!("{past}{rest}"), Form::Likely),
    ]
}

/// Whether the last letter is written twice before an ending: plan, ship, but not open.
fn doubles(verb: &str) -> bool {
    let is_vowel = |b: u8| b"aeiou".contains(&b);
    match verb.as_bytes() {
        [before @ .., vowel, last] => {
            is_vowel(*vowel)
                && !is_vowel(*last)
                && !b"wxy".contains(last)
                && !before.iter().any(|&b| is_vowel(b))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_take_their_endings() {
        let check = |verb: &str, expected: [&str; 3]| {
            let forms = forms(verb);
            let forms: Vec<&str> = forms.iter().map(|(form, _)| form.as_str()).collect();
            assert_eq!(forms, expected);
        };
        check("launch", ["launch", "launching", "launched"]);
        check("create", ["create", "creating", "created"]);
        check("ship", ["ship", "shipping", "shipped"]);
        check("open", ["open", "opening", "opened"]);
        check("carry_out", ["carry_out", "carrying_out", "carried_out"]);
        check("deploy", ["deploy", "deploying", "deployed"]);
    }
}
