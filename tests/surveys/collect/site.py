"""Surveys in several states and keys with several rights, built in a process of the site."""

import hashlib
import json

from surveys.models import CollectorKey, Survey
from surveys.services.blobs import keep_blob
from surveys.services.instruments import publish_instrument
from surveys.services.keys import new_collector_key
from surveys.services.teams import set_role
from tests.factories import make_user

XFORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Household 家庭 &amp; work</h:title><model><instance>
<data id="{form_id}" version="{version}"><start/><end/><age/><photo/><photo1/><photo2/>
<orx:meta><orx:instanceID/></orx:meta></data></instance>
<bind nodeset="/data/start" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
<bind nodeset="/data/end" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>
<bind nodeset="/data/age" type="int" constraint=". &lt; 120"/>
<bind nodeset="/data/photo" type="binary"/>
<bind nodeset="/data/photo1" type="binary"/>
<bind nodeset="/data/photo2" type="binary"/>
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" jr:preload="uid"/>
</model></h:head><h:body>
<input ref="/data/age"><label>Age</label></input>
<upload mediatype="image/*" ref="/data/photo"><label>House</label></upload>
<upload mediatype="image/*" ref="/data/photo1"><label>Street</label></upload>
<upload mediatype="image/*" ref="/data/photo2"><label>Street</label></upload>
</h:body></h:html>"""
LEAD = "lead@test.example"
SECRET_FILE = "secret_key"
"""In the folder of the site's state, which no address and no name may lead to."""
VILLAGES = "name,label\nv1,Upper village\nv2,下村\n".encode()


def add_version(survey, version, form_id="household", published=True):
    xform = XFORM.format(form_id=form_id, version=version).encode()
    made = survey.instrument_versions.create(
        form_id=form_id,
        version=version,
        title="Household 家庭 & work",
        filename="household.xml",
        workbook=b"",
        workbook_sha256=hashlib.sha256(b"").hexdigest(),
        xform=xform,
        xform_sha256=hashlib.sha256(xform).hexdigest(),
        xform_md5=hashlib.md5(xform, usedforsecurity=False).hexdigest(),
    )
    if published:
        publish_instrument(version=made)
    return made


def build():
    """Prints the token of each key by its name, and user name with secret of those that log in."""
    tokens = {}
    for state in Survey.State.values:
        survey = Survey.objects.create(slug=state, titles={"en": "Work"}, state=state)
        for version in ("1", "2") if state != "pilot" else ("2026/1 β",):
            newest = add_version(survey, version)
        add_version(survey, "3", published=False)
        tokens[state] = new_collector_key(survey=survey).token
        if state == Survey.State.OPEN:
            add_version(survey, "1", "visit")
            set_role(survey=survey, user=make_user("researcher", email=LEAD), role="lead")
            newest.files.create(
                name="villages 村.csv",
                blob=keep_blob([VILLAGES]),
                md5=hashlib.md5(VILLAGES, usedforsecurity=False).hexdigest(),
            )
            for name in ("login", "guessed", "guessed everywhere", "basic", "withdrawn login"):
                made = new_collector_key(survey=survey, label=name)
                tokens[name] = [made.key.username, made.secret]
            CollectorKey.objects.filter(label="withdrawn login").update(
                revoked_at=newest.published_at
            )
            for name, changed in {
                "cannot list": {"may_list": False},
                "cannot submit": {"may_submit": False},
                "withdrawn": {"revoked_at": newest.published_at},
            }.items():
                tokens[name] = new_collector_key(survey=survey).token
                CollectorKey.objects.filter(pk=CollectorKey.objects.latest("pk").pk).update(
                    **changed
                )
    web = Survey.objects.create(slug="web", titles={"en": "Web"}, state="open", open_link=True)
    add_version(web, "1", "web")
    tokens["web"] = web.public_id
    print(json.dumps(tokens))
