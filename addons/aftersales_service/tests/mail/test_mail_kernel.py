from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ...kernel import mail, text

WORDS = st.text(
    st.sampled_from(
        "AB12-/._ >:\n\r：－发件人原始邮件写道OnFromsentＹＪ２\u3000\xa0\x00é"
    )
)


class TestMailKernel(BaseCase):
    """Whatever stands in a mail, reading it never fails: an error would cost the mail."""

    @settings(max_examples=300, deadline=None)
    @given(st.one_of(WORDS, st.text()))
    def test_any_text_is_read(self, words):
        subject = mail.plain_subject(words)
        self.assertEqual(mail.plain_subject(subject), subject)
        mail.automatic({}, words)
        for key in mail.numbers(words):
            self.assertEqual(text.serial_key(key), key)
        own = mail.own_words(words)
        self.assertEqual(own, own.strip())
        self.assertEqual(bool(own), bool(words.replace("\xa0", " ").strip()))

    @settings(max_examples=200, deadline=None)
    @given(st.binary(), st.sampled_from([None, "", "gb2312", "hex", "x", "utf-8"]))
    def test_any_bytes_have_a_character_set(self, content, name):
        charset = mail.charset_of(name, content) or name
        self.assertIsInstance(content.decode(charset, "replace"), str)

    @settings(max_examples=200, deadline=None)
    @given(st.binary())
    def test_any_bytes_become_text_that_a_database_takes(self, content):
        read = mail.readable(content.decode("ascii", "surrogateescape"))
        self.assertNotIn("\x00", read)
        read.encode()

    @settings(max_examples=200, deadline=None)
    @given(
        st.lists(st.tuples(st.text(), st.binary(max_size=5)), max_size=6),
        st.integers(0, 5),
    )
    def test_every_file_is_kept_or_named(self, files, most):
        kept, left = mail.choose_files(files, most, 1, 1, {"exe"})
        self.assertLessEqual(len(kept), most)
        both = sorted([*kept, *(index for index, _reason in left)])
        self.assertEqual(both, list(range(len(files))))
