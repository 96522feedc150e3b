import { type PersonView, useDemoContext, useMizan, useSignIn } from '../mizan/index.js';
import { Avatar } from '../parts/avatar.js';
import { Problem } from '../parts/problem.js';
import { shownByHook } from '../parts/shown-by-hook.js';

const sees = {
  customer: 'Sees her own tickets and writes to the team.',
  agent: 'Sees every ticket, takes it, answers and closes it.',
  admin: 'Does what agents do, and gives tickets to others.',
};

export function SignInPage() {
  const { data, error, refetch } = useDemoContext();
  const signIn = useSignIn();
  const mizan = useMizan();
  const enter = ({ id }: PersonView) => {
    signIn.mutate({ person_id: id }).then(() => mizan.reset(), shownByHook);
  };
  return (
    <main className="sign-in">
      <img src="/icon.svg" alt="" width="48" height="48" />
      <h1>Welcome to the desk</h1>
      <p className="subtle">Pick who you are. This is a demo, so there is no password.</p>
      {error && <Problem error={error} retry={refetch} />}
      {signIn.error && <Problem error={signIn.error} />}
      <ul className="doors" aria-busy={!data}>
        {data?.demo_people.map((person) => (
          <li key={person.id}>
            <button type="button" className="door" onClick={() => enter(person)} disabled={signIn.isPending}>
              <Avatar person={person} />
              <span>
                <strong>{person.name}</strong> <small>{person.role}</small>
                <span className="subtle">{sees[person.role]}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}
