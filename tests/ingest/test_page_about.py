"""What pages say of themselves to machines is read in every way that they say it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.ingest.limits import LIMITS
from casefile.ingest.page_about import read_about
from casefile.ingest.readers.page import parse

NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Two engineers released in Batumi",
    "datePublished": "2025-11-04T00:40:00+04:00",
    "author": {"@type": "Person", "name": "Nino Gelashvili"},
    "publisher": {"@type": "Organization", "name": "Port Herald"},
    "url": "https://herald.example/1",
    "inLanguage": "en",
}


def about(head: str, body: str = "<p>Text."):
    return read_about(parse(f"<html><head>{head}</head><body>{body}</body></html>", LIMITS))[0]


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


@pytest.mark.parametrize(
    "value",
    [
        NEWS,
        [NEWS],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Other"}, NEWS]},
        {"@type": "WebPage", "name": "A window", "datePublished": "2020-01-01", "mainEntity": NEWS},
        [{"@type": "BreadcrumbList"}, [{"@type": "WebPage", "datePublished": "2020-01-01"}, [NEWS]]],
        NEWS | {"@type": "ReportageNewsArticle"},
        NEWS | {"@type": ["Article", "NewsArticle"]},
        NEWS | {"@type": "https://schema.org/NewsArticle"},
        NEWS | {"@type": "schema:Report"},
        NEWS | {"author": [{"@type": "Person", "name": "Nino Gelashvili"}]},
        NEWS | {"author": "Nino Gelashvili"},
        NEWS | {"author": ["Nino Gelashvili", "https://herald.example/nino"]},
        NEWS | {"author": {"@type": "Person", "name": ["Nino Gelashvili"]}},
        NEWS | {"author": [NEWS["publisher"], "Nino Gelashvili"]},
        NEWS | {"publisher": "Port Herald"},
        NEWS | {"publisher": [{"name": "Port Herald"}]},
        {
            "@graph": [
                NEWS | {"publisher": {"@id": "#o"}, "author": {"@id": "#a"}},
                {"@id": "#o", "name": "Port Herald"},
                {"@id": "#a", "name": "Nino Gelashvili"},
            ]
        },
        NEWS | {"headline": {"@language": "en", "@value": "Two engineers released in Batumi"}},
        NEWS | {"url": None, "mainEntityOfPage": "https://herald.example/1"},
        NEWS | {"url": "/1", "mainEntityOfPage": {"@type": "WebPage", "@id": "https://herald.example/1#page"}},
        NEWS | {"inLanguage": {"@type": "Language", "name": "English", "alternateName": "en-GB"}},
    ],
)
def test_json_ld_as_it_comes(value):
    found = about(linked(value))
    assert (found.publisher, found.title, found.author) == (
        "Port Herald",
        "Two engineers released in Batumi",
        "Nino Gelashvili",
    )
    assert (found.published, found.url, found.lang) == ("2025-11-04", "https://herald.example/1", "en")
    assert set(found.found) == {"publisher", "title", "author", "published", "url", "lang"}
    assert all(where.startswith("JSON-LD") for where in found.found.values())


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2025-11-04T00:40:00+14:00", "2025-11-04"),
        ("2025-11-04T23:40:00-11:00", "2025-11-04"),
        ("2025-11-04T23:40:00Z", "2025-11-04"),
        ("2025-11-04", "2025-11-04"),
        ("Tue, 4 Nov 2025 23:40:00 -0500", "2025-11-04"),
        ("2025-11", ""),
        ("11/04/2025", ""),
        ("2025-11-31", ""),
        (20251104, ""),
        (None, ""),
        ({"x": 1}, ""),
    ],
)
def test_the_day_is_the_one_printed_in_its_own_zone_or_none(printed, day):
    found = about(linked(NEWS | {"datePublished": printed}))
    assert found.published == day
    if not day and isinstance(printed, str):
        assert found.found["published"] == f"JSON-LD: {printed}, not a whole day"


def test_several_people_are_all_named():
    found = about(
        linked(NEWS | {"author": [{"name": "Nino Gelashvili"}, {"name": "Пётр Лосев"}, {"name": "Nino Gelashvili"}]})
    )
    assert found.author == "Nino Gelashvili, Пётр Лосев"


def test_of_several_articles_it_is_the_one_under_the_heading():
    other = NEWS | {"headline": "A new pier", "author": "Someone Else"}
    found = about(linked([other, NEWS]), "<h1>Two engineers released in Batumi</h1>")
    assert found.author == "Nino Gelashvili"


@pytest.mark.parametrize(
    "script",
    [
        "<script type='application/ld+json'>{broken</script>",
        "<script type='application/ld+json'></script>",
        "<script type='application/ld+json'>null</script>",
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "x": ' + "9" * 10_000 + "}</script>",
        '<script type=\'application/ld+json\'>{"@type": {"a": 1}, "@id": 5}</script>',
    ],
)
def test_json_ld_that_is_broken_does_not_hide_the_rest(script):
    found = about(script + linked(NEWS))
    assert found.title == NEWS["headline"]


def test_json_ld_within_comments_and_with_newlines_in_strings():
    script = '<script type="application/ld+json">//<![CDATA[\n{"@type": "NewsArticle", "headline": "One\nline"};\n//]]></script>'
    assert about(script).title == "One line"


@pytest.mark.parametrize(
    ("head", "detail", "value", "where"),
    [
        (
            '<meta property="article:published_time" content="2025-11-04T10:00:00+0400">',
            "published",
            "2025-11-04",
            "article:published_time: 2025-11-04T10:00:00+0400",
        ),
        ('<meta name="DC.date.issued" content="2025-11-04">', "published", "2025-11-04", "dc.date.issued"),
        (
            '<meta name="mediator_published_time" content="2025-11-04T10:00">',
            "published",
            "2025-11-04",
            "mediator_published_time: 2025-11-04T10:00",
        ),
        (
            '<meta itemprop="datePublished" content="04.11.2025 10:00">',
            "published",
            "2025-11-04",
            "datepublished: 04.11.2025 10:00",
        ),
        ('<meta name="author" content="Nino Gelashvili">', "author", "Nino Gelashvili", "author"),
        ('<meta property="article:author" content="https://facebook.example/x">', "author", "", ""),
        ('<meta property="og:site_name" content="Port Herald">', "publisher", "Port Herald", "og:site_name"),
        (
            '<meta property="og:title" content="Two released - Herald"><title>x</title>',
            "title",
            "Two released - Herald",
            "og:title",
        ),
        (
            '<meta property="og:site_name" content="Herald"><title>Two engineers released - Herald</title>',
            "title",
            "Two engineers released",
            "title",
        ),
        ('<link rel="canonical" href="https://herald.example/1">', "url", "https://herald.example/1", "canonical link"),
        (
            '<link rel="canonical" href="/1"><meta property="og:url" content="https://herald.example/2">',
            "url",
            "https://herald.example/2",
            "og:url",
        ),
        ('<link rel="canonical" href="javascript:alert(1)">', "url", "", ""),
        ('<meta property="og:locale" content="az_AZ">', "lang", "az", "og:locale"),
    ],
)
def test_meta_elements(head, detail, value, where):
    found = about(head)
    assert getattr(found, detail) == value
    assert found.found.get(detail, "") == where


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (
            '<p><time pubdate datetime="2025-11-04">4 November</time> <time datetime="2025-12-01">later</time>',
            "2025-11-04",
        ),
        ('<article><time datetime="2025-11-04T10:00">today</time></article><time datetime="2025-12-01">', "2025-11-04"),
        ('<time datetime="2025-11-04T10:00"><time datetime="2025-11-04T12:00">', "2025-11-04"),
        ('<time datetime="2025-11-04"><time datetime="2025-12-01">', ""),
        ('<span itemprop="datePublished">4 ноября 2025</span>', "2025-11-04"),
    ],
)
def test_days_on_the_page_itself(body, day):
    assert about("", body).published == day


def test_details_are_one_line_that_can_be_stored_and_shown():
    found = about(linked(NEWS | {"headline": "Two\n\tengineers\u202e \ud800 released\x1b[31m", "author": "N" * 5_000}))
    assert found.title == "Two engineers released [31m"
    assert len(found.author) == 500


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(list(NEWS.values())),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*NEWS, "@graph", "@id", "name", "mainEntity"]), inner, max_size=6)
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(json_values, json_values)
def test_no_json_ld_ends_in_an_error(value, author):
    found = about(
        linked([value, NEWS | {"author": author, "publisher": value}])
        .replace("</", "<\\/")
        .replace("<\\/script>", "</script>")
    )
    for detail in ("publisher", "title", "author", "published", "url", "lang"):
        assert getattr(found, detail).encode() is not None
