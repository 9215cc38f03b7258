"""Kinds of special days and of changes to them, named once."""

HOLIDAY = "holiday"
MAKEUP = "makeup"
KINDS = [(HOLIDAY, "Public Holiday"), (MAKEUP, "Make-up Working Day")]

ADDED = "add"
REMOVED = "remove"
CHANGED = "change"
CHANGES = [(ADDED, "Added"), (REMOVED, "Removed"), (CHANGED, "Changed")]

# Fields of a special day that move working time; a name or a citation does not.
MOVING = {"table_id", "date", "kind", "active"}

# Days that are proposed and not written yet travel in this key of the context.
PROPOSAL = "resource_calendar_makeup_proposal"
# Set while many days are written: who listens is told once, at the end.
QUIET = "resource_calendar_makeup_quiet"
