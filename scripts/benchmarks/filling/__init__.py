"""A few dozen jobs through the real buttons (`story`), and the SQL that multiplies their
rows (`plan`, `columns`, `moulds`)."""
