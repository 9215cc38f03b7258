// The rules that Odoo 19 and the OCA share, over ESLint's recommended ones.
import js from "@eslint/js";
import globals from "globals";

export default [
    js.configs.recommended,
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            // Odoo loads these beside its own scripts.
            globals: {
                ...globals.browser,
                Chart: "readonly",
                luxon: "readonly",
                odoo: "readonly",
            },
        },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "complexity": ["error", 15],
            "consistent-return": "off",
            "curly": ["error", "all"],
            "eqeqeq": ["error", "always"],
            "max-depth": ["error", 4],
            "no-alert": "error",
            "no-console": "error",
            "no-implicit-globals": "error",
            "no-restricted-globals": ["error", "event", "self"],
            "no-shadow": "error",
            "no-undef": "error",
            "no-unused-vars": ["error", { caughtErrors: "none", ignoreRestSiblings: true }],
            "no-use-before-define": ["error", { functions: false, variables: false }],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
        },
    },
];
