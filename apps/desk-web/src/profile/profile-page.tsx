import { type PersonView, useCurrentUser, useEditProfileForm } from '../mizan/index.js';
import { FieldText } from '../form/field-text.js';
import { SendingBar } from '../form/sending-bar.js';
import { SubmitButton } from '../form/submit-button.js';
import { Link } from '../page/link.js';
import { navigate } from '../page/route.js';
import { Avatar } from '../parts/avatar.js';
import { Problem } from '../parts/problem.js';
import { Skeleton } from '../parts/skeleton.js';

export function ProfilePage() {
  const user = useCurrentUser();
  return user && <ProfileForm user={user} />;
}

/** A form whose fields are placed by hand: the hook has all that makes them fields of it. */
function ProfileForm({ user }: { readonly user: PersonView }) {
  const form = useEditProfileForm({ onSuccess: () => navigate('/') });
  if (form.isLoading) return form.error ? <Problem error={form.error} /> : <Skeleton lines={6} />;
  return (
    <form {...form.form} className="panel form" aria-label={form.schema.title}>
      <h2>{form.schema.title}</h2>
      {form.error && <Problem error={form.error} />}
      <div className="field">
        <label {...form.labelFor('name')} />
        <input {...form.field('name')} autoComplete="name" />
        <FieldText help={form.helpFor('name')} error={form.errorFor('name')} />
      </div>
      <div className="field">
        <label {...form.labelFor('phone')} />
        <input {...form.field('phone')} autoComplete="tel" />
        <FieldText help={form.helpFor('phone')} error={form.errorFor('phone')} />
      </div>
      <div className="profile-picture">
        <Avatar person={user} />
        <div className="field">
          <label {...form.labelFor('picture')} />
          <input {...form.field('picture')} />
          <FieldText help={form.helpFor('picture')} error={form.errorFor('picture')} />
        </div>
      </div>
      {form.progress !== undefined && <SendingBar value={form.progress} cancel={form.cancel} />}
      <div className="controls">
        <Link className="button quiet" href="/">
          Cancel
        </Link>
        <SubmitButton isSubmitting={form.isSubmitting}>{form.schema.submitLabel}</SubmitButton>
      </div>
    </form>
  );
}
