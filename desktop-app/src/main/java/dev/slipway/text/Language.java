package dev.slipway.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What languages look like. A pattern per language, made of common parts; what no group names is a string. Strings are
/// matched possessively, as one of
/// a hundred thousand characters would otherwise overflow the stack.
enum Language {
    PLAIN(" text txt console log output plain plaintext", "", ""),
    JAVA(
            "java kotlin kt kts scala groovy gradle csharp cs c# swift dart",
            Part.SLASHES + Part.TRIPLE + Part.DOUBLE + Part.CHAR + Part.NUMBER + Part.AT + Part.WORDS,
            "abstract as async await base bool boolean break by byte case catch char class companion const constructor"
                    + " continue data decimal def default delegate do double else enum event exports extends final finally"
                    + " fixed float for foreach fun get guard if implements import in init inner instanceof int interface"
                    + " internal is it lateinit let long module namespace native new null object open operator out override"
                    + " package params permits private protected public readonly record ref requires return sealed set"
                    + " short static string struct super suspend switch synchronized this throw throws transient true false"
                    + " try typealias typeof using val var vararg virtual void volatile when where while with yield _"),
    SCRIPT(
            "javascript js jsx mjs typescript ts tsx vue",
            Part.SLASHES + Part.DOUBLE + Part.SINGLE + Part.BACKTICK + Part.NUMBER + Part.AT + Part.WORDS,
            "abstract any as async await boolean break case catch class const continue debugger declare default delete do"
                    + " else enum export extends false finally for from function get if implements import in infer"
                    + " instanceof interface is keyof let namespace never new null number object of private protected public"
                    + " readonly return satisfies set static string super switch symbol this throw true try type typeof"
                    + " undefined unknown var void while with yield"),
    PYTHON(
            "python py pyi",
            Part.HASHES + Part.TRIPLE + "|'''[\\s\\S]*?(?:'''|\\z)" + Part.DOUBLE + Part.SINGLE + Part.NUMBER + Part.AT
                    + Part.WORDS,
            "and as assert async await break case class continue def del elif else except False finally for from global if"
                    + " import in is lambda match None nonlocal not or pass raise return self True try type while with yield"),
    GO(
            "go golang",
            Part.SLASHES + Part.DOUBLE + Part.BACKTICK + Part.NUMBER + Part.WORDS,
            "any bool break byte case chan const continue default defer else error fallthrough false float64 for func go"
                    + " goto if import int int64 interface map nil package range return rune select string struct switch"
                    + " true type uint var"),
    RUST(
            "rust rs",
            Part.SLASHES + Part.DOUBLE + Part.CHAR + Part.NUMBER + "|(?<note>#!?\\[[^\\]\\n]*\\]|\\b\\w+!)"
                    + Part.WORDS,
            "as async await bool break const continue crate dyn else enum extern f64 false fn for i32 i64 if impl in let"
                    + " loop match mod move mut pub ref return self Self static str struct super trait true type u32 u64 u8"
                    + " unsafe use usize where while"),
    C(
            "c h cpp c++ cc cxx hpp objc",
            Part.SLASHES + Part.DOUBLE + Part.CHAR + Part.NUMBER + "|(?<note>(?m:^[ \\t]*#[ \\t]*\\w+))" + Part.WORDS,
            "alignas auto bool break case catch char class concept const consteval constexpr continue default delete do"
                    + " double else enum explicit export extern false final float for friend goto if inline int long mutable"
                    + " namespace new noexcept nullptr operator override private protected public register requires return"
                    + " short signed sizeof static struct switch template this throw true try typedef typename union unsigned"
                    + " using virtual void volatile while"),
    RUBY(
            "ruby rb",
            Part.HASHES + Part.DOUBLE + Part.SINGLE + Part.NUMBER + "|(?<note>@{1,2}\\w+|(?<!:):\\w+)" + Part.WORDS,
            "alias and begin break case class def defined do else elsif end ensure false for if in module next nil not or"
                    + " private public redo rescue retry return self super then true undef unless until when while yield"
                    + " require attr_reader attr_accessor"),
    PHP(
            "php",
            "(?<comment>//[^\\n]*|#(?!\\[)[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|\\z))" + Part.DOUBLE + Part.SINGLE + Part.NUMBER
                    + "|(?<note>\\$\\w+)" + Part.WORDS,
            "abstract and array as break callable case catch class clone const continue declare default do echo else elseif"
                    + " enum extends final finally fn for foreach function global if implements include instanceof int"
                    + " interface match namespace new null or private protected public readonly require return self static"
                    + " string switch this throw trait true false try use var void while yield"),
    SHELL(
            "shell sh bash zsh fish console-session",
            "(?<comment>(?<![^\\s;])#[^\\n]*)" + Part.DOUBLE + Part.SINGLE + "|(?<note>\\$\\{?[\\w@#?*!-]+\\}?)"
                    + Part.NUMBER + Part.WORD,
            "alias break case cd continue do done echo elif else esac eval exec exit export fi for function if in local"
                    + " read readonly return set shift sudo then trap unset until while source"),
    SQL(
            "sql postgres postgresql mysql sqlite",
            "(?<comment>--[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|\\z))" + Part.DOUBLE + Part.SINGLE + Part.NUMBER + Part.WORDS,
            "add all alter and as asc begin between by case check column commit constraint create cross default delete desc"
                    + " distinct drop else end exists false foreign from full group having if in index inner insert int"
                    + " integer into is join key left like limit not null offset on or order outer over partition primary"
                    + " references replace returning right rollback select set table text then timestamp transaction true"
                    + " union unique update using values varchar view when where with",
            true),
    YAML(
            "yaml yml",
            Part.HASHES + "|(?<key>(?m:^[ \\t-]*[\\w./-]+(?=:(?:\\s|$))))" + Part.DOUBLE + Part.SINGLE
                    + "|(?<note>[&*!][\\w-]+)" + Part.NUMBER + Part.WORD,
            "true false null yes no on off"),
    JSON(
            "json jsonc json5",
            "(?<comment>//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|\\z))|(?<key>" + Part.QUOTED + "(?=\\s*:))" + Part.DOUBLE
                    + Part.NUMBER + Part.WORD,
            "true false null"),
    TOML(
            "toml ini properties conf cfg env editorconfig",
            "(?<comment>(?m:^[ \\t]*[#;!][^\\n]*)|(?<=\\s)#[^\\n]*)|(?<strong>(?m:^[ \\t]*\\[[^\\]\\n]*\\]+))"
                    + "|(?<key>(?m:^[ \\t]*[\\w.\"-]+(?=\\s*[=:])))" + Part.TRIPLE + Part.DOUBLE + Part.SINGLE
                    + Part.NUMBER
                    + Part.WORD,
            "true false"),
    XML(
            "xml html htm svg fxml xhtml pom",
            "(?<comment><!--[\\s\\S]*?(?:-->|\\z))|(?<strong></?[A-Za-z][\\w:.-]*|/?>|<[?!]\\w+|\\?>)"
                    + "|(?<key>(?<![\\w:.-])[\\w:.-]++(?=\\s*+=\\s*+[\"']))" + Part.DOUBLE + Part.SINGLE
                    + "|(?<note>&#?\\w+;)",
            ""),
    CSS(
            "css scss less",
            Part.SLASHES + Part.DOUBLE + Part.SINGLE
                    + "|(?<note>@[\\w-]+|\\$[\\w-]+)|(?<key>(?<![\\w-])[\\w-]++(?=\\s*+:[^:]))"
                    + "|(?<number>#[0-9a-fA-F]{3,8}\\b|\\b\\d[\\w.%]*)|(?<call>\\.[A-Za-z][\\w-]*|(?<![\\w-])[\\w-]++(?=\\())",
            ""),
    DOCKERFILE(
            "dockerfile docker containerfile",
            Part.HASHES
                    + "|(?<strong>(?m:^[ \\t]*(?:FROM|RUN|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG"
                    + "|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)\\b)|\\bAS\\b)"
                    + Part.DOUBLE + Part.SINGLE + "|(?<note>\\$\\{?\\w+\\}?|--[\\w-]+)" + Part.NUMBER,
            ""),
    DIFF(
            "diff patch",
            "(?<strong>(?m:^(?:diff|index|---|\\+\\+\\+)[^\\n]*))|(?<note>(?m:^@@[^\\n]*))|(?<added>(?m:^\\+[^\\n]*))"
                    + "|(?<removed>(?m:^-[^\\n]*))",
            ""),
    MARKDOWN(
            "markdown md mdx",
            "(?<strong>(?m:^#{1,6} [^\\n]*))|(?:(?m:^```[\\s\\S]*?^```)|`[^`\\n]+`)|(?<note>(?m:^[ \\t]*(?:[-*+]|\\d+\\.) ))"
                    + "|(?<key>\\[[^\\]\\n]{0,200}+\\]\\([^)\\n]{0,300}+\\))|(?<comment>(?m:^> [^\\n]*))",
            ""),
    MAKE(
            "makefile make mk cmake",
            Part.HASHES + "|(?<strong>(?m:^[\\w./%-]+(?=\\s*:[^=])))|(?<note>\\$[({]?[\\w@<^]+[)}]?)" + Part.DOUBLE
                    + Part.SINGLE,
            ""),
    LUA(
            "lua haskell hs",
            "(?<comment>--[^\\n]*)" + Part.DOUBLE + Part.SINGLE + Part.NUMBER + Part.WORDS,
            "and break case data deriving do else elseif end false for function if import in let local module nil not of or"
                    + " repeat return then true type until where while"),
    /// What nobody has described: most languages look somewhat like this.
    OTHER(
            "other",
            Part.SLASHES + Part.DOUBLE + Part.SINGLE + Part.NUMBER + Part.AT + Part.WORDS,
            "break case class const continue def default do else end enum export false fn for func function if import in"
                    + " interface let match module new nil null package private public return static struct switch this"
                    + " true type use var void while");

    /// What patterns are made of.
    private static final class Part {
        static final String QUOTED = "\"(?:[^\"\\\\\\n]++|\\\\.)*+\"?";
        static final String APOSTROPHED = "'(?:[^'\\\\\\n]|\\\\.){0,400}+'";
        static final String SLASHES = "(?<comment>//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|\\z))";
        static final String HASHES = "(?<comment>(?<![^\\s])#[^\\n]*)";
        static final String TRIPLE = "|\"\"\"[\\s\\S]*?(?:\"\"\"|\\z)";
        static final String DOUBLE = "|" + QUOTED;
        static final String SINGLE = "|" + APOSTROPHED;
        static final String CHAR = "|'(?:\\\\[^\\n']{1,8}|[^'\\\\\\n])'";
        static final String BACKTICK = "|`(?:[^`\\\\]++|\\\\.)*+`?";
        static final String NUMBER = "|(?<number>\\b\\d[\\w.]*\\b)";
        static final String AT = "|(?<note>@\\w+)";
        static final String WORD = "|(?<word>\\b[A-Za-z_]\\w*\\b)";
        static final String WORDS = "|(?<call>\\b[A-Za-z_]\\w*(?=\\())" + WORD;
    }

    private static final Map<String, Language> NAMED = new HashMap<>();

    static {
        for (Language language : values()) {
            for (String name : language.names.split(" ", -1)) {
                NAMED.put(name, language);
            }
        }
    }

    private final String names;
    private final Pattern pattern;
    // Made by Set.of, which nobody can change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> keywords;

    private final boolean anyCase;

    Language(String names, String pattern, String keywords) {
        this(names, pattern, keywords, false);
    }

    Language(String names, String pattern, String keywords, boolean anyCase) {
        this.names = names;
        this.pattern = Pattern.compile(pattern);
        this.keywords = Set.of(keywords.split(" ", -1));
        this.anyCase = anyCase;
    }

    /// @param name in lower case
    static Language named(String name) {
        return NAMED.getOrDefault(name, OTHER);
    }

    Pattern pattern() {
        return pattern;
    }

    boolean isKeyword(String word) {
        return keywords.contains(anyCase ? word.toLowerCase(Locale.ROOT) : word);
    }
}
