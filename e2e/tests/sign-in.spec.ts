// Signing in with a password, on another origin's page, against the real server.
import { App, expect, test } from '../support/test.ts';

test.describe('sign in', () => {
  test('a person signs in with an email address and a password', { tag: ['@PW-1', '@PW-4'] }, async ({ open, quiet }) => {
    const app = await App.create({ name: 'Walnut' });
    const ada = await app.person();
    const box = await open(app);
    await box.shows('signIn.title', { app: 'Walnut' });
    await box.signIn(ada.email, ada.password);
    await box.signedIn();
    const [login] = quiet.details('login');
    expect(login).toMatchObject({ appId: app.id, user: { email: ada.email, username: ada.username } });
  });

  test('a person signs in with a user name and a password', { tag: ['@PW-2', '@PW-4'] }, async ({ open, quiet }) => {
    const app = await App.create();
    const ada = await app.person();
    const box = await open(app);
    await box.signIn(ada.username, ada.password);
    await box.signedIn();
    expect(quiet.details('login')[0]).toMatchObject({ user: { username: ada.username } });
  });
});
