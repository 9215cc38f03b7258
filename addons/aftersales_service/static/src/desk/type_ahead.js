import { Component, useRef, useState } from "@odoo/owl";
import { useDebounced } from "@web/core/utils/timing";

/**
 * A field that proposes while somebody types: arrows choose, Enter takes the first one.
 *
 * Enter never takes an answer to an older text: a scanner is faster than the server.
 */
export class TypeAhead extends Component {
    static template = "aftersales_service.TypeAhead";
    static props = {
        id: String,
        label: String,
        find: Function,
        onPick: Function,
        onText: { type: Function, optional: true },
        onNothing: { type: Function, optional: true },
        placeholder: { type: String, optional: true },
        value: { type: String, optional: true },
        empty: { type: Boolean, optional: true },
        clears: { type: Boolean, optional: true },
        scans: { type: Boolean, optional: true }, // takes what a scanner types
    };

    setup() {
        this.input = useRef("input");
        this.state = useState({
            text: this.props.value || "",
            items: [],
            at: 0,
            open: false,
            asked: false,
        });
        this.round = 0;
        this.searchSoon = useDebounced(() => this.search(), 180);
    }

    get listId() {
        return `${this.props.id}_list`;
    }

    get activeId() {
        return this.state.open ? `${this.props.id}_${this.state.at}` : undefined;
    }

    async search() {
        const text = this.state.text.trim();
        const round = ++this.round;
        const items = text || this.props.empty ? await this.props.find(text) : [];
        // An answer that is slower than the next question belongs to the older text.
        if (round !== this.round) {
            return false;
        }
        Object.assign(this.state, { items, at: 0, asked: text, open: items.length > 0 });
        return true;
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.props.onText?.(this.state.text);
        this.searchSoon();
    }

    /** Everything is shown only to who asks for it: it would hide what stands below. */
    onClick() {
        if (this.props.empty && !this.state.text) {
            this.search();
        }
    }

    onBlur() {
        this.state.open = false;
    }

    async onKeydown(ev) {
        if (ev.isComposing || ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        const { items, at, open } = this.state;
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            const step = ev.key === "ArrowDown" ? 1 : -1;
            if (!items.length) {
                this.search();
            }
            this.state.open = items.length > 0;
            this.state.at = (at + step + items.length) % (items.length || 1);
        } else if (ev.key === "Enter") {
            this.enter();
        } else if (ev.key === "Escape" && open) {
            this.state.open = false;
            ev.stopPropagation();
        } else {
            return;
        }
        ev.preventDefault();
    }

    async enter() {
        const text = this.state.text.trim();
        if (!text) {
            return;
        }
        this.searchSoon.cancel();
        const fresh = this.state.asked === text || (await this.search());
        if (!fresh) {
            return;
        }
        if (this.state.items.length) {
            this.pick(this.state.items[this.state.at]);
        } else if (this.props.onNothing) {
            this.clear();
            this.props.onNothing(text);
        }
    }

    clear() {
        this.round++;
        Object.assign(this.state, { items: [], open: false, asked: false, text: "" });
    }

    pick(item) {
        this.clear();
        if (!this.props.clears) {
            this.state.text = item.title;
        }
        this.props.onPick(item);
    }
}
