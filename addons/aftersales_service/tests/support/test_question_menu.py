from ..switch.common import SwitchCommon


class TestQuestionMenu(SwitchCommon):
    """One way to the questions for everybody: the desk, else the menu."""

    def test_the_menu_is_for_those_without_the_desk(self):
        for role, shown in (
            ("back_office", True),
            ("technician", True),
            ("manager", True),
            ("hotline", False),
            ("dispatcher", False),
        ):
            with self.subTest(role):
                user = self.make_user(role, login=f"menu_{role}")
                menus = self.menus(user)
                self.assertEqual("menu_questions" in menus, shown)
                self.assertTrue(shown or "menu_service_desk" in menus)
