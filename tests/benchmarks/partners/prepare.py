"""Makes the empty database of the import, and one for each size given: entries with their words, loaded as they are.

The first entries are the same in every size. Their `revision` is their number, so that a client finds them.
"""

import sys

from tests.benchmarks.databases import loading, make
from tests.benchmarks.partners import BASE, name_of, set_up

TABLES = ("designation_directoryentry", "designation_directoryword", "designation_directoryidentifier")

ENTRIES = """
CREATE TEMPORARY TABLE made AS
SELECT n, replace((%(kinds)s::text[])[1 + n %% 12], '{}', place[1 + (n / 12) %% cardinality(place)]) AS name,
  place[1 + (n * 31) %% cardinality(place)] AS city, (%(states)s::text[])[1 + (n / 12 + n / 258000) %% 50] AS state
FROM generate_series(0, %(size)s - 1) AS n, (
  SELECT (array_agg(DISTINCT initcap(a || b || c)))[1:%(places)s] AS place FROM unnest(%(syllables)s::text[]) a,
    unnest(%(syllables)s::text[]) b, unnest('{ton,ville,burg,field,wood,port}'::text[]) c
) AS places
"""

ROWS = """
INSERT INTO designation_directoryentry (id, name, suborganization, city, state, category, sector, size, uei, ccn, fdic,
  pwsid, domains, contacts, identity, near, initials, text, words, revision, created_at, changed_at)
SELECT gen_random_uuid(), name, '', city, state, 'sltt', '', '', '', '', '', '', '{}', '{}',
  lower(name || '||' || city || '|' || state), lower(sorted || '|' || state),
  lower(left(name, 1) || '|' || city || '|' || state),
  words, array_to_tsvector(string_to_array(words, ' ')), n, now(), now()
FROM made, LATERAL (
  SELECT lower(name || ' ' || city || ' ' || state) AS words,
    (SELECT string_agg(w, ' ' ORDER BY w) FROM unnest(string_to_array(lower(name), ' ')) w WHERE w <> 'of') AS sorted
) AS keys
"""

WORDS = """
INSERT INTO designation_directoryword (word, n, keys)
SELECT w, count(*), {keys} FROM designation_directoryentry e, unnest(tsvector_to_array(e.words)) w GROUP BY w
"""

_STATES = """
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC
ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY
"""
_SYLLABLES = """
ash bel cor dun el fair gil hol ing jas kin lan mer nor ox pen quin ros sal tam ul ver wes yor zan
ab bri car dal ed flo gra hud iv jef ken lin mon nash or pal ral san thor um vic wim york za bar
cas dev en fer gar har is jor kel
"""
FACTS = {
    "places": 21_500,
    "kinds": [
        *("City of {}", "{} County", "{} Police Department", "Town of {}", "{} Water District", "{} Tribe"),
        *("{} School District", "{} Fire Department", "{} Department of Health", "Port of {}"),
        *("{} Library", "{} Hospital"),
    ],
    "states": _STATES.split(),
    "syllables": _SYLLABLES.split(),
}


def prepare(sizes: list[int]) -> None:
    """Make the databases, one after the other."""
    make(BASE)
    set_up(BASE)
    from datetime import timedelta

    from django.core.management import call_command
    from django.db import connection

    from designation.demo import world as demonstration
    from designation.directory.models.writing import keys_of
    from workflow import clock

    call_command("migrate", verbosity=0)
    demonstration.people_and_policy(clock.now() - timedelta(days=1))
    connection.close()
    for size in sizes:
        make(name_of(size), BASE)
        with loading(name_of(size), *TABLES) as session:
            session.execute(ENTRIES, FACTS | {"size": size})
            session.execute(ROWS)
            session.execute(WORDS.replace("{keys}", keys_of("w")))


prepare([int(size) for size in sys.argv[1:]])
