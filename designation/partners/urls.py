"""URL patterns for the roster, the board and selections."""

from django.urls import path

from designation.partners.views import board, partners, roster, selections

urlpatterns = [
    path("partners/", roster.partner_list, name="partners"),
    path("partners/export.csv", roster.export, name="partners_export"),
    path("partners/criteria/", roster.criteria, name="criteria"),
    path("partners/nominate/", roster.nominate, name="partner_nominate"),
    path("partners/nominate/<uuid:entry>/", roster.nominate_entry, name="partner_nominate_entry"),
    path("partners/own/", partners.own_partner, name="own_partner"),
    path("partners/answer/", partners.questions, name="partner_questions"),
    path("partners/answer/<str:token>/", partners.answer_open, name="partner_answer"),
    path("partners/<str:number>/", partners.partner_page, name="partner"),
    path("partners/<str:number>/steps/<str:step>/", partners.partner_step, name="partner_step"),
    path(
        "partners/<str:number>/steps/<str:step>/take-back/",
        partners.partner_take_back,
        name="partner_take_back",
    ),
    path("requests/<str:number>/partners/", board.board, name="board"),
    path("requests/<str:number>/partners/propose/", board.propose, name="selection_propose"),
    path("early-access/", selections.own_selections, name="own_selections"),
    path("early-access/<str:number>/", selections.selection_page, name="selection"),
    path("early-access/<str:number>/amend/", selections.amend, name="selection_amend"),
    path("early-access/<str:number>/agree/", selections.agree, name="selection_agree"),
    path("early-access/<str:number>/steps/<str:step>/", selections.selection_step, name="selection_step"),
    path(
        "early-access/<str:number>/steps/<str:step>/take-back/",
        selections.selection_take_back,
        name="selection_take_back",
    ),
]
