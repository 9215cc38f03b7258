import { _t } from "@web/core/l10n/translation";

/** The state that a step leads to. */
export const STEP_STATES = {
    contact: "confirmed",
    leave: "under_way",
    arrive: "arrived",
    start: "in_work",
    finish: "tested",
    sign: "accepted",
    close: "closed",
};
const RANKS = [
    "planned",
    "confirmed",
    "under_way",
    "arrived",
    "in_work",
    "tested",
    "accepted",
    "closed",
];
export const isAtLeast = (visit, state) => RANKS.indexOf(visit.state) >= RANKS.indexOf(state);

/**
 * The one big button of a visit: {code, label, icon, step}; without `step` it only
 * changes what the phone shows. Nothing when there is nothing more to do.
 */
export function getBigButton(visit, draft) {
    if (visit.state === "planned") {
        return visit.phone && !draft.called
            ? { code: "call", label: _t("Call the Customer"), icon: "fa-phone" }
            : { code: "contact", label: _t("Customer Agrees"), icon: "fa-check", step: "contact" };
    }
    if (visit.state === "tested" && draft.drawn) {
        return { code: "rate", label: _t("Rate"), icon: "fa-smile-o", step: "sign" };
    }
    if (visit.state === "accepted" && visit.away_at) {
        return { code: "close", label: _t("Papers Handed In"), icon: "fa-archive", step: "close" };
    }
    return {
        confirmed: { code: "leave", label: _t("On My Way"), icon: "fa-car", step: "leave" },
        under_way: {
            code: "arrive",
            label: _t("I Have Arrived"),
            icon: "fa-map-marker",
            step: "arrive",
        },
        arrived: { code: "start", label: _t("Start Work"), icon: "fa-play", step: "start" },
        in_work: {
            code: "finish",
            label: _t("Finished"),
            icon: "fa-flag-checkered",
            step: "finish",
        },
        tested: { code: "sign", label: _t("Customer Signs"), icon: "fa-pencil" },
        accepted: { code: "away", label: _t("All Done"), icon: "fa-check-circle", step: "away" },
    }[visit.state];
}

/** Show on the phone what a kept entry will do; the server has the last word. */
export function applyEntry(visit, entry) {
    const {
        photo_before_ids,
        photo_after_ids,
        consent_proof_ids,
        signature,
        stamped_paper,
        ...plain
    } = entry.values || {};
    Object.assign(visit, plain);
    visit.photos.before += photo_before_ids?.length || 0;
    visit.photos.after += photo_after_ids?.length || 0;
    visit.consent_files = (visit.consent_files || 0) + (consent_proof_ids?.length || 0);
    const state = STEP_STATES[entry.action];
    if (state && !isAtLeast(visit, state)) {
        visit.state = state;
    }
    EFFECTS[entry.action]?.(visit, entry.args || {}, entry);
    return visit;
}

const EFFECTS = {
    accept: (visit, args, entry) => (visit.acknowledged_at = entry.at),
    refuse: (visit) => (visit.refusal_open = true),
    attempt: (visit) => (visit.failed_calls += 1),
    late: (visit, args) => (visit.expected_at = args.expected_at),
    reschedule: (visit, args) => (visit.planned_start = args.start),
    help: (visit) => (visit.help_open = true),
    incident: (visit) => (visit.incident_open = true),
    away: (visit, args, entry) => (visit.away_at = entry.at),
    facts: (visit, args, entry) => Object.assign(visit, args.values, { facts_at: entry.at }),
    take_in: (visit, args) =>
        Object.assign(visit, { outcome: "taken_in", outcome_note: args.note }),
    check: (visit, args) =>
        visit.checks
            .filter((check) => args.checks.includes(check.id))
            .forEach((check) => (check.done = true)),
    use_parts: (visit, args) =>
        args.lines.forEach((line) =>
            Object.assign(visit.parts.find((part) => part.id === line.id) || {}, line),
        ),
    ask_cash: (visit) => {
        if (visit.money) {
            visit.money.consent = "asked";
        }
    },
    // The server names a receipt by the entry too: it is never counted twice.
    collect: (visit, args, entry) => {
        if (visit.money && !visit.money.taken.some((row) => row.id === entry.uuid)) {
            const amount = Number(args.amount);
            const row = {
                id: entry.uuid,
                name: args.number || "",
                method: args.method,
                amount: amount.toFixed(2),
            };
            visit.money.taken.push(row);
            if (args.method !== "later") {
                visit.money.left = Math.max(0, Math.round((visit.money.left - amount) * 100) / 100);
                visit.money.left_text = visit.money.left.toFixed(2);
            }
        }
    },
    invoice: (visit, args) => {
        if (visit.money) {
            visit.money.invoice = args.number;
        }
    },
    spend: (visit, args, entry) => {
        visit.spent ||= [];
        if (!visit.spent.some((row) => row.id === entry.uuid)) {
            visit.spent.push({
                id: entry.uuid,
                kind: args.kind,
                number: args.number || "",
                amount: args.amount ? Number(args.amount).toFixed(2) : "",
            });
        }
    },
    ask_parts: (visit, args, entry) =>
        args.lines.forEach((line, index) =>
            visit.asked.push({ ...line, id: entry.uuid + index, state: _t("Waits for network") }),
        ),
};

/** Why a step cannot be taken yet: [{card, text}], known without asking the server. */
export function getMissing(visit, draft, code) {
    const missing = visit.checks
        .filter((check) => check.mandatory && !check.done && check.step === code)
        .map((check) => ({ card: "checks", text: _t("Tick first: %s", check.name) }));
    const needs = (card, name, text) => {
        if (!String((draft[name] ?? visit[name]) || "").trim()) {
            missing.push({ card, text });
        }
    };
    if (code === "start" && visit.needs_consent) {
        needs("fees", "consent_name", _t("Write down who agreed to the fee."));
        if (!draft.consent && !visit.consent_name) {
            missing.push({ card: "fees", text: _t("Tick that the customer agrees to the fee.") });
        }
        if (wantsProof(visit, draft)) {
            missing.push({
                card: "fees",
                text: _t("Add the recording or the screenshot of the consent."),
            });
        }
    }
    if (code === "finish") {
        missing.push(...getMissingFindings(visit, draft, needs));
    }
    if (code === "sign") {
        missing.push(...getMissingSignature(visit, draft));
    }
    if (code === "rate") {
        const open = visit.ratings.filter((rating) => !(draft[rating.field] || rating.value));
        missing.push(...open.map((rating) => ({ card: "sign", text: rating.label })));
    }
    return missing;
}

/** Whether somebody agreed from afar, and nothing shows it yet. */
export function wantsProof(visit, draft) {
    const method = draft.consent_method ?? visit.consent_method;
    return visit.consent_proof?.includes(method) && !visit.consent_files;
}

/** `needs` notes an empty text itself; what comes back is the rest. */
function getMissingFindings(visit, draft, needs) {
    const value = (name) => draft[name] ?? visit[name];
    const missing = [];
    const tick = (text) => missing.push({ card: "findings", text });
    needs("findings", "cause", _t("Write down the cause."));
    if ((draft.outcome || visit.outcome) !== "solved") {
        needs("findings", "outcome_note", _t("Write down why it is not solved."));
        return missing;
    }
    if (visit.asks_facts) {
        needs("findings", "is_ours", _t("Say whether it is our product."));
        const unknown = value("found_cause") === "unknown" && !visit.knows_cause;
        if (value("is_ours") === "yes" && unknown) {
            tick(_t("Say what kind of cause it was."));
        }
    }
    needs("findings", "action_taken", _t("Write down what was done."));
    if (!value("tested")) {
        tick(_t("Tick the test run."));
    }
    if (!value("instructed")) {
        tick(_t("Tick that the use was explained."));
    }
    return missing;
}

function getMissingSignature(visit, draft) {
    const wanted = {
        drawn: [
            ["signature", _t("Let the customer sign.")],
            ["signed_by", _t("Write down who signs.")],
        ],
        paper: [
            ["stamped_paper", _t("Take a photo of the stamped paper.")],
            ["signed_by", _t("Write down who signs.")],
        ],
        refused: [
            ["sign_refusal", _t("Write down why the customer does not sign.")],
            ["witness", _t("Write down the witness.")],
        ],
    }[draft.sign_method || "drawn"];
    // Most often the contact signs: the server fills him in as the work ends.
    const known = (name) => draft[name] ?? (visit[name] || (name === "signed_by" && visit.contact));
    return wanted
        .filter(([name]) => !String(known(name) || "").trim())
        .map(([, text]) => ({ card: "sign", text }));
}

/** Fields that go to the server with a step, taken from the draft. */
export function getValues(visit, draft, code) {
    const names = {
        start: ["consent_name", "consent_method"],
        finish: [
            "is_ours",
            "found_cause",
            "found_fault",
            "found_fault_id",
            "cause",
            "action_taken",
            "tested",
            "instructed",
            "outcome",
            "outcome_note",
            "labour_hours",
            "labour_reason",
            "travel_km",
        ],
        sign: [
            "sign_method",
            "signature",
            "stamped_paper",
            "stamped_paper_name",
            "signed_by",
            "sign_refusal",
            "witness",
            "opinion",
            ...visit.ratings.map((rating) => rating.field),
        ],
    }[code];
    const given = (names || []).filter((name) => draft[name] !== undefined);
    return given.length ? Object.fromEntries(given.map((name) => [name, draft[name]])) : undefined;
}
