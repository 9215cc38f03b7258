import { registry } from "@web/core/registry";

// A clerk takes a call with a scanner and few keys. The tour counts what he fills in and
// how often he touches a key or the mouse. What the scanner types, with its Enter, is no
// key of the clerk's; a Chinese character counts as one key, an input method needs more.

const counted = { fields: new Set(), keys: 0, clicks: 0 };

function watch() {
    const count = (ev) => ev.target.id && counted.fields.add(ev.target.id);
    document.addEventListener("input", count, true);
    document.addEventListener("change", count, true);
    const typed = (ev) => ev.target.id !== "desk_search" && counted.keys++;
    // On the window: the desk itself stops some keys there.
    window.addEventListener("keydown", typed, true);
    document.addEventListener("click", () => counted.clicks++, true);
}

function check(most) {
    const fields = [...counted.fields];
    const { keys, clicks } = counted;
    if (
        !fields.includes("desk_search") ||
        fields.length > most.fields ||
        keys < 1 ||
        keys > most.keys ||
        clicks > most.clicks
    ) {
        throw new Error(`fields ${fields.join(", ")}; ${keys} keys; ${clicks} clicks`);
    }
}

registry.category("web_tour.tours").add("aftersales_service_desk_type_on", {
    url: "/odoo/service-desk",
    steps: () => [
        { trigger: "#desk_search:focus", run: "edit YJ260900001" },
        { trigger: "#desk_search", run: "press Enter" },
        { trigger: ".o_aftersales_desk input[name='has_warranty_card']", run: "click" },
        { trigger: "#desk_fault", run: "edit 噪音" },
        { trigger: ".o_aftersales_hit:contains('电机异响')", run: "press Enter" },
        {
            content: "somebody types on behind the name of the fault",
            trigger: "#desk_fault:value('电机异响')",
            run({ anchor }) {
                anchor.value += "，很大";
                anchor.dispatchEvent(new InputEvent("input", { bubbles: true }));
            },
        },
        { trigger: ".o_aftersales_desk_save", run: "click" },
        { trigger: ".o_aftersales_desk_number" },
    ],
});

registry.category("web_tour.tours").add("aftersales_service_desk", {
    url: "/odoo/service-desk",
    steps: () => [
        {
            content: "the search has the focus from the beginning",
            trigger: ".o_aftersales_desk #desk_search:focus",
            run: watch,
        },
        {
            content: "the scanner types the serial number",
            trigger: "#desk_search",
            run: "edit YJ260900001",
        },
        { trigger: "#desk_search", run: "press Enter" },
        { trigger: ".o_aftersales_desk_serial:contains('YJ260900001')" },
        {
            content: "who pays is on the screen before anything is typed",
            trigger:
                ".o_aftersales_row[data-kind='labour'] .o_aftersales_payer[data-payer='company']",
        },
        { trigger: ".o_aftersales_cause[data-cause='misuse']", run: "click" },
        {
            trigger:
                ".o_aftersales_row[data-kind='labour'] .o_aftersales_payer[data-payer='customer']",
        },
        { trigger: ".o_aftersales_cause[data-cause='unknown']", run: "click" },
        {
            trigger:
                ".o_aftersales_row[data-kind='labour'] .o_aftersales_payer[data-payer='company']",
        },
        {
            content: "so is the promise",
            trigger: ".o_aftersales_desk_promise strong:not(:empty)",
        },
        { trigger: "#desk_fault", run: "edit 噪音" },
        { trigger: ".o_aftersales_hit:contains('电机异响')", run: "press Enter" },
        { trigger: "#desk_fault:value('电机异响')" },
        { trigger: "#desk_words", run: "edit 早上开机就响" },
        { trigger: ".o_aftersales_desk_promise input[type='checkbox']", run: "click" },
        {
            content: "saved by keyboard, twice in a hurry",
            trigger: "#desk_words",
            run({ anchor }) {
                anchor.focus();
                const twice = () =>
                    anchor.dispatchEvent(
                        new KeyboardEvent("keydown", {
                            key: "Enter",
                            ctrlKey: true,
                            bubbles: true,
                            cancelable: true,
                        }),
                    );
                twice();
                twice();
            },
        },
        {
            // 2 characters and Enter for the fault, 6 characters of words, Ctrl+Enter twice;
            // a click into each field, the told-box, and two to look at another cause.
            content: "a serial number, two fields and a box: at most 11 keys and 6 clicks",
            trigger: ".o_aftersales_desk_number",
            run: () => check({ fields: 6, keys: 11, clicks: 6 }),
        },
        {
            content: "Dispatch has the focus; the ranked technicians say why",
            trigger: ".o_aftersales_desk_dispatch:focus",
            run: "click",
        },
        { trigger: ".o_aftersales_candidate .o_aftersales_good" },
        { trigger: ".o_aftersales_choose:contains('李强')", run: "click" },
        { trigger: ".o_aftersales_desk_finish:focus", run: "click" },
        {
            content: "a key that lands nowhere goes to the search",
            trigger: ".o_aftersales_desk_waiting",
            async run() {
                document.activeElement.blur();
                document.body.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "x", bubbles: true, cancelable: true }),
                );
            },
        },
        { trigger: "#desk_search:focus", run: "edit KEINE-77" },
        { trigger: "#desk_search", run: "press Enter" },
        {
            content: "an unknown serial says so and offers what can be done",
            trigger: ".o_aftersales_desk_unknown:contains('KEINE-77')",
        },
        { trigger: ".o_aftersales_desk_origin [data-origin='agent']", run: "click" },
        { trigger: "#desk_agent" },
        { trigger: ".o_aftersales_desk_save", run: "click" },
        {
            content: "refused without a dialog, and nothing typed is lost",
            trigger: ".o_aftersales_desk_refused",
        },
        { trigger: ".o_aftersales_desk_origin [data-origin='agent'][aria-pressed='true']" },
    ],
});
