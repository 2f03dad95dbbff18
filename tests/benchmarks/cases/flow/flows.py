"""The case: a start, tasks in a row, two people beside each other, an end."""

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow import views

from tests.benchmarks.cases.flow.models import Case


class CaseFlow(flow.Flow):
    process_class = Case
    lock_impl = lock.select_for_update_lock

    create = flow.Start(views.CreateProcessView.as_view(fields=[])).Next(this.submit)
    submit = flow.View(views.UpdateProcessView.as_view(fields=[])).Next(this.accept)
    accept = flow.View(views.UpdateProcessView.as_view(fields=[])).Next(this.concur)
    concur = flow.View(views.UpdateProcessView.as_view(fields=[])).Next(this.recommend)
    recommend = flow.View(views.UpdateProcessView.as_view(fields=[])).Next(this.both)
    both = flow.Split().Next(this.determine).Next(this.attest)
    determine = flow.View(views.UpdateProcessView.as_view(fields=[])).Next(this.determined)
    attest = flow.View(views.UpdateProcessView.as_view(fields=[])).Next(this.determined)
    determined = flow.Join().Next(this.end)
    end = flow.End()
