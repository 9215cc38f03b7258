"""What people do with deadlines in a scripted fortnight (see `fortnight_steps`)."""


class Clocks:
    """Mixin of `Fortnight`: windows of a deadline."""

    def clock(self, record, code):
        clocks = record.sudo().clock_ids.filtered(lambda c: c.code == code)
        return clocks.sorted("id")[-1:].sudo(False).with_user(record.env.user)

    def _do_tell(self, line, record, event, moment=None):
        """What no document tells is entered by hand."""
        self.env["aftersales.sla.tell"].with_user(record.env.user).create(
            {
                "res_model": record._name,
                "res_id": record.id,
                "event_id": self.event(event).id,
                "moment": moment or self.moment(line["at"]),
            }
        ).action_apply()

    def _do_agree(self, _line, record, code, to, reason, consent):
        self.env["aftersales.sla.agree"].with_user(record.env.user).create(
            {
                "clock_id": self.clock(record, code).id,
                "due_at": to,
                "reason": reason,
                "consent": consent,
            }
        ).action_apply()

    def _do_excuse(self, _line, record, code, reason):
        self.env["aftersales.sla.excuse"].with_user(record.env.user).create(
            {
                "clock_id": self.clock(record, code).id,
                "reason_id": self.env.ref(f"aftersales_service.{reason}").id,
            }
        ).action_apply()

    def _do_extend(self, _line, record, code, to, reason):
        made = (
            self.env["aftersales.sla.extension"]
            .with_user(record.env.user)
            .create(
                {
                    "clock_id": self.clock(record, code).id,
                    "due_at": to,
                    "reason": reason,
                }
            )
        )
        made.action_request()
        return made

    def _do_pause(self, _line, record, owner, reason):
        self.env["aftersales.sla.pause"].with_user(record.env.user).create(
            {
                "res_model": record._name,
                "res_id": record.id,
                "owner": owner,
                "reason": reason,
            }
        ).action_apply()
