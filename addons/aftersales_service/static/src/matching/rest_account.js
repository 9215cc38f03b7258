import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

const MODEL = "aftersales.matching.desk";

/**
 * Where the rest of a line goes that no open item stands for: an account, and whose it is
 * where the account is kept by partner. `hand` is the choice of the screen, changed here.
 */
export class RestAccount extends Component {
    static template = "aftersales_service.MatchingRestAccount";
    static props = { line: Object, hand: Object };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ text: "", accounts: [], partners: [] });
    }

    get hand() {
        return this.props.hand;
    }

    async find(method, list, ev, args) {
        const text = ev.target.value;
        this.state.text = text;
        const found = text.trim() ? await this.orm.call(MODEL, method, [...args, text]) : [];
        // An answer that is slower than the next letter is for another text.
        if (this.state.text === text) {
            this.state[list] = found;
        }
    }

    findAccounts(ev) {
        return this.find("find_accounts", "accounts", ev, [this.props.line.id]);
    }

    findPartners(ev) {
        return this.find("find_partners", "partners", ev, []);
    }

    chooseAccount(account) {
        Object.assign(this.hand, { account, partner: false });
        this.state.accounts = [];
    }

    choosePartner(partner) {
        this.hand.partner = partner;
        this.state.partners = [];
    }
}
