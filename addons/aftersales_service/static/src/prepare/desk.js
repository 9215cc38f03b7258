import { patch } from "@web/core/utils/patch";

import { ServiceDesk } from "../desk/service_desk";
import { PartsProposal } from "./parts_proposal";

/** The same beside the technicians: parts are prepared before anybody leaves. */
export class DeskPartsProposal extends PartsProposal {
    static props = { proposal: Object, onTaken: Function };

    get proposal() {
        return this.props.proposal;
    }

    onTaken(told) {
        return this.props.onTaken(told);
    }
}

ServiceDesk.components = { ...ServiceDesk.components, DeskPartsProposal };

patch(ServiceDesk.prototype, {
    /** What is missing now is a reason to ask why somebody goes; so who could go is asked
     * again. */
    async onPartsTaken(told) {
        const job = { ...this.state.saved, parts: told.parts };
        await this.propose(job, this.state.proposal.start);
    },
});
