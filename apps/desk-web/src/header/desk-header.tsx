import { useCounts, useCurrentUser } from '../mizan/index.js';
import { Link } from '../page/link.js';
import { Avatar } from '../parts/avatar.js';
import { SignOutButton } from '../sign-in/sign-out-button.js';
import { useIsStaff } from '../sign-in/use-is-staff.js';

export function DeskHeader() {
  const user = useCurrentUser();
  const counts = useCounts();
  const isStaff = useIsStaff();
  return (
    <header className="header">
      <h1>
        <Link className="brand" href="/">
          <img src="/icon.svg" alt="" width="28" height="28" />
          <span className="brand-name">Desk</span>
        </Link>
      </h1>
      <dl className="counts">
        <Count name="open" value={counts?.open} />
        {isStaff && <Count name="mine" value={counts?.mine} />}
      </dl>
      {user && (
        <div className="who">
          <Link className="profile-link" href="/profile">
            <Avatar person={user} />
            <span className="who-name">
              {user.name} <small>{user.role}</small>
            </span>
            <span className="unseen">your profile</span>
          </Link>
          <SignOutButton />
        </div>
      )}
    </header>
  );
}

function Count({ name, value }: { readonly name: string; readonly value: number | undefined }) {
  return (
    <div className="count">
      <dt>{name}</dt>
      <dd data-count={name}>{value ?? '–'}</dd>
    </div>
  );
}
