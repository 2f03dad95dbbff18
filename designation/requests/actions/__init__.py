"""What people do with requests outside of steps: begin requests, and save drafts."""
