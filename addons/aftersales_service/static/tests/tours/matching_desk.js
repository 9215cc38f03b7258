import { registry } from "@web/core/registry";

// Selectors name states and names of the data, never labels: the tour holds in every language.
const LINE = ".o_aftersales_matching .o_matching_line";
const gone = (name) => `.o_aftersales_matching:not(:has(.o_matching_line:contains('${name}')))`;
const line = (name, active = "") => `${LINE}${active}:contains('${name}')`;

registry.category("web_tour.tours").add("aftersales_matching_desk", {
    url: "/odoo/matching",
    steps: () => [
        { trigger: ".o_aftersales_matching .o_matching_propose:enabled", run: "click" },
        {
            content: "the first line, beside what it is and why",
            trigger: ".o_aftersales_matching:has(.o_reason.o_sure) .o_items li:contains('INV')",
        },
        {
            content: "Enter confirms it, and the next line stands there",
            trigger: ".o_matching_sure:enabled",
            run: () => {},
        },
        { trigger: line("齐鲁泵业有限公司", ".active"), run: "press Enter" },
        { trigger: gone("齐鲁泵业有限公司") },
        {
            content: "L puts the stranger off",
            trigger: line("不明来款公司", ".active"),
            run: "press l",
        },
        { trigger: gone("不明来款公司") },
        { content: "U brings him back", trigger: LINE, run: "press u" },
        { trigger: line("不明来款公司"), run: "click" },
        { content: "S splits", trigger: line("不明来款公司", ".active"), run: "press s" },
        { trigger: "#o_matching_search", run: "edit 泉城" },
        { trigger: ".o_found .o_matching_item:contains('泉城物业')", run: "click" },
        {
            content: "what the item does not take stays open",
            trigger:
                ".o_aftersales_matching:has(.o_chosen:contains('泉城物业')) .o_left:contains('100')",
        },
        { trigger: ".o_matching_save:enabled", run: "click" },
        { trigger: gone("不明来款公司") },
        {
            content: "A confirms all that is sure",
            trigger: `${LINE}:contains('泰安电机厂')`,
            run: "press a",
        },
        {
            content: "U takes exactly these back",
            trigger: gone("泰安电机厂"),
            run: "press u",
        },
        { trigger: line("泰安电机厂"), run: "press a" },
        { trigger: gone("泰安电机厂") },
        {
            content: "what is nobody's goes to an account; until then nothing can be confirmed",
            trigger: line("开户银行"),
            run: "click",
        },
        {
            trigger: `.o_aftersales_matching:has(.o_matching_confirm:disabled) .o_matching_line.active:contains('开户银行')`,
            run: "press s",
        },
        { trigger: ".o_aftersales_matching:has(.o_matching_save:disabled) #o_matching_account" },
        { trigger: "#o_matching_account", run: "edit 手续" },
        { trigger: ".o_account:contains('手续费')", run: "click" },
        { trigger: ".o_matching_save:enabled", run: "click" },
        { trigger: ".o_aftersales_matching .o_matching_nothing" },
        { trigger: ".o_matching_confirmed", run: "click" },
        { trigger: line("泰安电机厂"), run: "click" },
        {
            content: "and U takes one of them back",
            trigger: line("泰安电机厂", ".active"),
            run: "press u",
        },
        {
            trigger: `${gone("泰安电机厂")} .o_matching_open`,
            run: "click",
        },
        { trigger: line("泰安电机厂") },
    ],
});

registry.category("web_tour.tours").add("aftersales_matching_desk_narrow", {
    url: "/odoo/matching",
    steps: () => [
        { trigger: ".o_aftersales_matching .o_matching_propose:enabled", run: "click" },
        {
            content: "cards only; nothing is beside them and nothing is wider than the screen",
            trigger: line("齐鲁泵业有限公司"),
            run: ({ anchor }) => {
                const root = anchor.closest(".o_aftersales_matching");
                if (root.scrollWidth > root.clientWidth) {
                    throw new Error(`${root.scrollWidth} px wide`);
                }
                if (root.querySelector("main").offsetParent) {
                    throw new Error("the proposal stands beside the cards");
                }
                anchor.click();
            },
        },
        { trigger: ".o_opened .o_matching_split:enabled", run: "click" },
        {
            content: "nor is the choice wider than the screen",
            trigger: ".o_opened #o_matching_account",
            run: ({ anchor }) => {
                const root = anchor.closest(".o_aftersales_matching");
                if (root.scrollWidth > root.clientWidth) {
                    throw new Error(`${root.scrollWidth} px wide`);
                }
            },
        },
        { trigger: ".o_opened .o_matching_cancel", run: "click" },
        { trigger: ".o_aftersales_matching.o_opened .o_matching_confirm:enabled", run: "click" },
        { trigger: ".o_aftersales_matching.o_opened .o_back", run: "click" },
        { trigger: gone("齐鲁泵业有限公司") },
        { trigger: line("泰安电机厂") },
    ],
});
