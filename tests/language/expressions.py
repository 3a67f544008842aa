"""JMESPath expressions and JSON documents, made by Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from policycheck.model import Value

KEYS = ("a", "b", "c", "x-y")

SCALARS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.0, 1.0, 2.5]),
    st.sampled_from(["", "a", "b", "7"]),
)

DOCUMENTS: st.SearchStrategy[dict[str, Value]] = st.dictionaries(
    st.sampled_from(KEYS),
    st.recursive(
        SCALARS,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)),
        max_leaves=20,
    ),
    max_size=4,
)

FIELDS = st.sampled_from(["a", "b", "c", '"x-y"'])
LITERALS = st.sampled_from(["`null`", "`true`", "`0`", "`1`", "'a'", "''", "`[]`", "`[1, [2], 3]`", '`{"a": [1]}`'])
INDEXES = st.sampled_from(["[0]", "[1]", "[-1]", "[1:]", "[:2]", "[::-1]", "[::2]", "[*]", "[]"])
COMPARATORS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
FUNCTIONS = st.sampled_from(["type", "to_array", "to_number", "to_string", "not_null"])


def choosing() -> st.SearchStrategy[str]:
    """Expressions that only choose parts of the document: fields, indexes, projections, filters, alternatives."""
    return st.recursive(st.one_of(FIELDS, st.just("@")), lambda inner: _chains(inner, FIELDS), max_leaves=6)


def computing() -> st.SearchStrategy[str]:
    """Expressions of every form, which also compare, compute and make values of their own."""
    return st.recursive(st.one_of(FIELDS, st.just("@"), LITERALS), _computed, max_leaves=8)


def _chains(inner: st.SearchStrategy[str], steps: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({}).{}".format, inner, steps),
        st.builds("({}).*".format, inner),
        st.builds("({}){}".format, inner, INDEXES),
        st.builds("({}){}.{}".format, inner, INDEXES, steps),
        st.builds("({})[?{}].{}".format, inner, _conditions(inner), steps),
        st.builds("({}).[{}, {}]".format, inner, inner, inner),
        st.builds("({}) | {}".format, inner, inner),
        st.builds("({}) || ({})".format, inner, inner),
        st.builds("({}) && ({})".format, inner, inner),
    )


def _conditions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(inner, st.builds("!({})".format, inner), _comparisons(inner))


def _comparisons(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("({}) {} ({})".format, inner, COMPARATORS, inner)


def _computed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        _chains(inner, FIELDS),
        _comparisons(inner),
        st.builds("({}) && !({})".format, inner, inner),
        st.builds("({}).{{a: {}, b: {}}}".format, inner, inner, inner),
        st.builds("{}({})".format, FUNCTIONS, inner),
        st.builds("map(&({}), to_array({}))".format, inner, inner),
    )
