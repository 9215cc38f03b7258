from datetime import timedelta

from odoo import fields, models

from ...kernel import ledger


class SlaMixin(models.AbstractModel):
    """For whom a document waits is said by other documents: a requisition that is short, a
    quotation that was sent, a question to the maker (C7). What a person entered stays until
    he says that work goes on."""

    _inherit = "aftersales.sla.mixin"

    def _get_waits(self):
        """Hook: [(owner, document that says so)] of those who keep this document waiting
        now; each room adds what its documents know."""
        self.ensure_one()
        return []

    def _follow_waits(self):
        """The time belongs to whoever is waited for; who was first stays while he is."""
        for document in self.sudo():  # sudo: whose time it is follows from what happens
            if document._takes_time():
                document._follow_wait(document._get_last_entry())

    def _takes_time(self):
        """Hook: whether it is still in anybody's hands."""
        return bool(self.ids) and not self._get_sla_end()

    def _follow_wait(self, last):
        waiting = last.owner not in (False, ledger.US)
        if waiting and not last.cause_model:
            return
        waits = self._get_waits()
        known = (last.owner, last.cause_model, last.cause_id)
        if waiting and known in [(who, doc._name, doc.id) for who, doc in waits]:
            return
        if waits:
            owner, cause = waits[0]
            reason = self.env._("Waits for %s", cause.display_name)
            self._enter_wait(owner, reason, (cause._name, cause.id))
        elif waiting:
            reason = self.env._("Nothing is waited for.")
            self._enter_wait(ledger.US, reason, known[1:])

    def _enter_wait(self, owner, reason, cause):
        """Two documents may change in one second, but each has a moment of its own."""
        moment = fields.Datetime.now().replace(microsecond=0)
        last = self._get_last_entry().moment
        if last and moment <= last:
            moment = last + timedelta(seconds=1)
        moment = max(moment, self._get_sla_start())
        self._enter_owner(
            owner, reason, moment, cause_model=cause[0], cause_id=cause[1]
        )
