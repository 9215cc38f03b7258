import { _t } from "@web/core/l10n/translation";

const note = () => ({ name: "note", label: _t("What Happened"), required: true, wide: true });
const agreedBy = (required) => ({ name: "agreed_by", label: _t("Customer Agreed"), required });
const BEFORE = ["planned", "confirmed", "under_way"];
const THERE = ["arrived", "in_work"];
const AFTER = ["tested", "accepted"];
const ALL = [...BEFORE, ...THERE, ...AFTER];

/**
 * What can be told about a visit besides its steps, with the fields that each asks for.
 * `choice` names the list of the day that a field chooses from.
 */
export function getForms(visit) {
    const forms = [
        {
            code: "accept",
            label: _t("Accept"),
            states: BEFORE.slice(0, 2),
            fields: [],
            hidden: visit.acknowledged_at,
        },
        {
            code: "refuse",
            label: _t("Refuse the Visit"),
            states: BEFORE.slice(0, 2),
            hidden: visit.refusal_open,
            fields: [
                { name: "reason", label: _t("Reason"), reason: "refuse", required: true },
                { name: "note", label: _t("Note"), wide: true },
            ],
        },
        {
            code: "late",
            label: _t("Tell Lateness"),
            states: BEFORE,
            fields: [
                {
                    name: "expected_at",
                    label: _t("Expected Arrival"),
                    type: "datetime-local",
                    required: true,
                },
                agreedBy(false),
                { name: "reason", label: _t("Reason"), reason: "late", required: true },
            ],
        },
        {
            code: "reschedule",
            label: _t("Reschedule"),
            states: BEFORE,
            fields: [
                { name: "start", label: _t("New Time"), type: "datetime-local", required: true },
                agreedBy(true),
                { name: "how", label: _t("How"), choice: "agreed_how" },
                { name: "reason", label: _t("Reason"), reason: "reschedule", required: true },
            ],
        },
        {
            code: "facts",
            label: _t("Facts of the Warranty"),
            states: THERE,
            nested: "values",
            fields: [
                { name: "is_ours", label: _t("Our Product"), choice: "is_ours", required: true },
                {
                    name: "found_cause",
                    label: _t("Kind of Cause"),
                    choice: "found_cause",
                    required: true,
                },
                { name: "dismantled", label: _t("Taken Apart Before"), choice: "dismantled" },
                { name: "found_serial", label: _t("Serial Number on the Plate") },
                { name: "time_in_use", label: _t("Time in Use") },
            ],
        },
        {
            code: "extra",
            label: _t("Extra Work"),
            states: THERE,
            fields: [
                { name: "name", label: _t("Extra Work"), required: true, wide: true },
                { name: "amount", label: _t("Price Told"), type: "number", required: true },
            ],
        },
        { code: "help", label: _t("Ask for Help"), states: THERE, fields: [note()] },
        {
            code: "director",
            label: _t("Report to the Director"),
            states: ["under_way", ...THERE],
            fields: [note()],
        },
        {
            code: "incident",
            label: _t("Report an Incident"),
            states: ALL.slice(2, 6),
            fields: [note()],
        },
        { code: "take_in", label: _t("Take In"), states: ["in_work"], fields: [note()] },
        {
            code: "next",
            label: _t("Plan the Next Visit"),
            states: AFTER,
            hidden: visit.outcome === "solved",
            fields: [
                { name: "start", label: _t("New Time"), type: "datetime-local", required: true },
                agreedBy(false),
            ],
        },
        {
            code: "wrong_data",
            label: _t("Wrong Customer Data"),
            states: ALL,
            fields: [
                { name: "kind", label: _t("What Is Wrong"), choice: "correction", required: true },
                { name: "right_value", label: _t("What Is Right"), required: true, wide: true },
            ],
        },
        {
            code: "spend",
            label: _t("Travel Expense"),
            states: [...ALL, "closed"],
            hidden: !visit.spent, // a day that was kept before the update
            fields: [
                { name: "kind", label: _t("Spent For"), choice: "travel_kind", required: true },
                { name: "amount", label: _t("Amount"), type: "number" },
                { name: "quantity", label: _t("Days (Hotel, Allowance)"), type: "number" },
                { name: "day", label: _t("Day on the Receipt"), type: "date" },
                { name: "place", label: _t("Place on the Receipt") },
                { name: "number", label: _t("Receipt No.") },
                { name: "receipt", label: _t("Photo of the Receipt"), type: "photo" },
                { name: "note", label: _t("Note"), wide: true },
            ],
        },
        {
            code: "send_parcel",
            label: _t("Send to the Store by Courier"),
            states: [...ALL, "closed"],
            needs: "courier",
            fields: [
                { name: "carrier", label: _t("Carrier"), choice: "courier", required: true },
                { name: "waybill", label: _t("Waybill Number"), required: true },
                { name: "cost", label: _t("Freight Cost"), type: "number" },
                { name: "photo", label: _t("Photo of the Waybill"), type: "photo" },
            ],
        },
        { code: "progress", label: _t("Report Progress"), states: ALL, fields: [note()] },
        {
            code: "lead",
            label: _t("Note a Sales Lead"),
            states: [...THERE, ...AFTER],
            fields: [note()],
        },
    ];
    return forms.filter((form) => form.states.includes(visit.state) && !form.hidden);
}

/** Words for a kept entry, and the fields of it that a person may correct. */
export function getEntryLabel(action) {
    return (
        {
            accept: _t("Accept"),
            refuse: _t("Refuse the Visit"),
            contact: _t("Customer Agrees"),
            attempt: _t("No Answer"),
            late: _t("Tell Lateness"),
            reschedule: _t("Reschedule"),
            leave: _t("On My Way"),
            arrive: _t("I Have Arrived"),
            facts: _t("Facts of the Warranty"),
            start: _t("Start Work"),
            help: _t("Ask for Help"),
            director: _t("Report to the Director"),
            incident: _t("Report an Incident"),
            lead: _t("Note a Sales Lead"),
            progress: _t("Report Progress"),
            wrong_data: _t("Wrong Customer Data"),
            check: _t("Checks"),
            extra: _t("Extra Work"),
            extra_answer: _t("Extra Work"),
            take_in: _t("Take In"),
            use_parts: _t("Parts"),
            ask_parts: _t("Request Parts"),
            finish: _t("Finished"),
            sign: _t("Customer Signs"),
            away: _t("All Done"),
            next: _t("Plan the Next Visit"),
            close: _t("Papers Handed In"),
            collect: _t("Money Taken"),
            ask_cash: _t("Ask for Consent"),
            invoice: _t("Invoice Handed Over"),
            spend: _t("Travel Expense"),
            parcel: _t("Parcel Arrived"),
            send_parcel: _t("Send to the Store by Courier"),
        }[action] || _t("Photos")
    );
}

function getFieldLabels() {
    return {
        cause: _t("Cause of the Fault"),
        action_taken: _t("What Was Done"),
        found_fault: _t("Found Fault"),
        outcome: _t("Outcome"),
        outcome_note: _t("Why Not Solved"),
        labour_hours: _t("Labour (Hours)"),
        labour_reason: _t("Why Other Hours"),
        travel_km: _t("Kilometres Driven"),
        tested: _t("Test Run in Front of the Customer"),
        instructed: _t("Use Explained to the Customer"),
        consent_name: _t("Agreed to the Fee By"),
        consent_method: _t("Agreed How"),
        signed_by: _t("Signed By"),
        sign_refusal: _t("Why Not Signed"),
        witness: _t("Witness"),
        opinion: _t("Customer's Opinion"),
        satisfaction: _t("Satisfaction"),
        note: _t("Note"),
        agreed_by: _t("Customer Agreed"),
        right_value: _t("What Is Right"),
        name: _t("Extra Work"),
        amount: _t("Amount"),
        method: _t("How the Customer Pays"),
        number: _t("Number"),
        rate_attitude: _t("Attitude"),
        rate_skill: _t("Skill"),
        rate_arrival: _t("Arrival Time"),
        rate_promises: _t("Keeping of Promises"),
        explanation: _t("Explanation"),
        fit_reason: _t("Why Nevertheless"),
        quantity: _t("Quantity"),
        quantity_to_use: _t("Used Now"),
        used_serials: _t("Serial Numbers Built In"),
        old_serial: _t("Old Serial Number"),
        old_fate: _t("Old Part"),
        old_fate_by: _t("Decided By"),
        old_fate_reason: _t("Reason"),
        found_serial: _t("Serial Number on the Plate"),
        is_ours: _t("Our Product"),
        found_cause: _t("Kind of Cause"),
        dismantled: _t("Taken Apart Before"),
        time_in_use: _t("Time in Use"),
        place: _t("Place on the Receipt"),
        waybill: _t("Waybill Number"),
        cost: _t("Freight Cost"),
    };
}

/** [{holder, name, label, value, type, choice}] of the texts, numbers and ticks in `entry`. */
export function getEditable(entry, choices) {
    const labels = getFieldLabels();
    const found = [];
    const walk = (holder) => {
        for (const [name, value] of Object.entries(holder || {})) {
            if (Array.isArray(value) || (value && typeof value === "object")) {
                walk(value);
            } else if (labels[name]) {
                const type = { boolean: "checkbox", number: "number" }[typeof value] || "text";
                const choice = choices[name.startsWith("rate_") ? "satisfaction" : name];
                found.push({ holder, name, label: labels[name], value, type, choice });
            }
        }
    };
    walk(entry.values);
    walk(entry.args);
    return found;
}
