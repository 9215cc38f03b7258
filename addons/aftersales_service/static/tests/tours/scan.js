import { registry } from "@web/core/registry";

import { easyToUse } from "./accessibility";

/** What a scanner does while the focus is at `selector`: keys, then Enter. */
function scan(selector, code) {
    return {
        content: `scan ${code} at ${selector}`,
        trigger: selector,
        run({ anchor }) {
            anchor.focus();
            for (const key of [...code, "Enter"]) {
                const target = document.activeElement || document.body;
                const init = { key, bubbles: true, cancelable: true };
                if (target.dispatchEvent(new KeyboardEvent("keydown", init))) {
                    if (key.length === 1 && "value" in target) {
                        target.value += key;
                    }
                }
            }
        },
    };
}

const said = (kind, words) => ({
    content: `the screen says ${words}`,
    trigger: `.o_aftersales_scan .o_said_${kind}:contains('${words}')`,
});

/** The desk of old parts: what nobody knows, then a tag, with the focus in the search. */
registry.category("web_tour.tours").add("aftersales_scan_old_part", {
    steps: () => [
        { trigger: ".o_list_view .o_aftersales_scan" },
        scan(".o_searchview_input", "NEIN-12345"),
        said("bad", "NEIN-12345"),
        easyToUse(".o_aftersales_scan"),
        scan(".o_searchview_input", "O-77-ALT"), // the serial number that is on it
        { trigger: ".o_form_view .o_field_widget[name='serial']:contains('O-77-ALT')" },
    ],
});

/** The same on a phone, where cards stand instead of rows. */
registry.category("web_tour.tours").add("aftersales_scan_old_part_phone", {
    steps: () => [
        { trigger: ".o_kanban_view .o_aftersales_scan" },
        scan(".o_aftersales_scan input", "NEIN-12345-NEIN-12345-NEIN-12345-NEIN-12345"),
        said("bad", "NEIN-12345"),
        easyToUse(".o_aftersales_scan"),
        {
            content: "nothing is wider than the phone",
            trigger: ".o_aftersales_scan",
            run({ anchor }) {
                const wide = anchor.getBoundingClientRect().right;
                if (wide > window.innerWidth || anchor.scrollWidth > anchor.clientWidth) {
                    throw new Error(`${wide} px of ${window.innerWidth}`);
                }
            },
        },
        scan(".o_aftersales_scan input", "o-77-alt"),
        { trigger: ".o_form_view .o_field_widget[name='serial']:contains('O-77-ALT')" },
    ],
});

/** Two of four arrive; the trigger bounced once; a remark is being typed meanwhile. */
registry.category("web_tour.tours").add("aftersales_scan_parcel", {
    steps: () => [
        { trigger: ".o_form_view .o_aftersales_scan input:focus" },
        scan(".o_aftersales_scan input", "6901234567892"),
        said("right", "1 / 4"),
        scan(".o_field_widget[name='note'] :is(input, textarea)", "06901234567892"),
        said("right", "2 / 4"),
        scan(".o_aftersales_scan input", "06901234567892"),
        { content: "a bounce", trigger: ".o_aftersales_scan .o_twice" },
        scan(".o_aftersales_scan input", "ＮＥＩＮ－７"),
        said("bad", "NEIN-7"),
        { trigger: ".o_field_widget[name='line_ids'] td[name='counted']:contains('2')" },
    ],
});

/** The service desk: the card of a device, with the focus nowhere. */
registry.category("web_tour.tours").add("aftersales_scan_desk", {
    steps: () => [
        { trigger: ".o_aftersales_desk #desk_search:focus" },
        scan(".o_aftersales_desk_approvals", "(01)06901234567892(21)YJ260900001"),
        { trigger: ".o_aftersales_desk_serial:contains('YJ260900001')" },
        easyToUse(".o_aftersales_desk_bar"),
    ],
});
